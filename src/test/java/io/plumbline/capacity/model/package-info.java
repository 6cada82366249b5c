/** Pipelines in virtual time whose limits are known by arithmetic; shares no code with what is tested on them. */
package io.plumbline.capacity.model;
