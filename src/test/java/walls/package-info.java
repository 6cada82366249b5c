/** A small house in which every wall is broken once: what the test of the walls must find. */
package walls;
