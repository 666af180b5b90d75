package org.akkaray.runtime.node;

import java.util.List;

/** The flags that a JVM of akka-ray is started with, and what happens without them. */
public final class JvmFlags {
  private static final String INTERNAL_MISC = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";

  private static final List<String> ALL =
      List.of(
          INTERNAL_MISC,
          "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private JvmFlags() {}

  /** All of them; the last two only silence warnings. */
  public static List<String> all() {
    return ALL;
  }

  /**
   * Checks what a node cannot do without: Akka's remoting reaches into a package of the JDK.
   *
   * @throws IllegalStateException in one sentence with the flags to add
   */
  static void requireForNode() {
    if (!Object.class.getModule().isOpen("jdk.internal.misc", JvmFlags.class.getModule())) {
      throw new IllegalStateException(
          "This JVM was started without a flag that Akka's remoting needs; start it with: java "
              + String.join(" ", ALL)
              + " ... (bin/ray jvm-flags prints them).");
    }
  }
}
