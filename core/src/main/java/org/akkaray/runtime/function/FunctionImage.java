package org.akkaray.runtime.function;

/**
 * A function on its way to another JVM. The code is the same for all functions of one place in the
 * program, so that a peer needs it once and from then on only its {@link FunctionCode#id}; what was
 * captured is each function's own.
 *
 * @param captured what it captured, each value as {@link
 *     org.akkaray.runtime.object.ValueCodec#freeze} made it; not to be changed
 */
public record FunctionImage(FunctionCode code, Object[] captured) {
  /** Refuses what cannot be: another number of values than the code captures. */
  public FunctionImage {
    if (captured.length != code.capturedCount()) {
      throw new IllegalArgumentException(
          code
              + " captures "
              + code.capturedCount()
              + " value(s), but "
              + captured.length
              + " came with it");
    }
  }
}
