/** A program that uses akka-ray, as tests of what is said of programs need one. */
@NullMarked
package program;

import org.jspecify.annotations.NullMarked;
