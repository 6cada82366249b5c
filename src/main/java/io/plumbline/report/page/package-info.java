/** The page for people: a template over the run record, and charts drawn as SVG. */
@NullMarked
package io.plumbline.report.page;

import org.jspecify.annotations.NullMarked;
