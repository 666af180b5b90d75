package org.akkaray.runtime.function;

/**
 * The name of a {@link FunctionCode}: the first 16 bytes of the SHA-256 of what it says. The same
 * in all JVMs that run the same program.
 */
public record FunctionId(long high, long low) {
  @Override
  public String toString() {
    return String.format("%016x%016x", high, low);
  }
}
