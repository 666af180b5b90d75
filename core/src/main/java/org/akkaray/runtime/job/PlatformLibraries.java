package org.akkaray.runtime.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What every node has on its class path, and a driver therefore does not publish: akka-ray itself
 * and the libraries it is built on. A jar is one of them if it is called like one and holds no
 * other classes.
 */
final class PlatformLibraries {
  private static final Pattern JARS =
      Pattern.compile(
          "(akka-ray-(core|gcs-persistence|objectstore-aeron)"
              + "|akka-(actor(-typed)?|cluster(-sharding|-tools)?(-typed)?|coordination"
              + "|distributed-data|persistence(-jdbc|-query|-typed)?|pki|protobuf-v3|remote|slf4j"
              + "|stream)_2\\.13"
              + "|aeron-(annotations|client|driver)|agrona|asm(-\\w+)?|checker-qual|commons-compiler"
              + "|config|fory-core|h2|HikariCP|janino|jffi|jnr-[a-z0-9]+|jspecify|lmdbjava"
              + "|logback-(classic|core)|picocli|postgresql|prometheus-metrics-[a-z-]+"
              + "|protobuf-java|reactive-streams|scala-(java8-compat_2\\.13|library)"
              + "|slf4j-api|slick(-hikaricp)?_2\\.13|ssl-config-core_2\\.13)"
              + "-\\d[\\w.]*(-\\w+)?\\.jar");

  /** Under which the classes of these jars are. */
  private static final List<String> FOLDERS =
      List.of(
          "akka/",
          "ch/qos/logback/",
          "com/github/benmanes/",
          "com/google/protobuf/",
          "com/kenai/jffi/",
          "com/typesafe/",
          "com/zaxxer/hikari/",
          "google/protobuf/",
          "io/aeron/",
          "io/prometheus/",
          "jnr/",
          "org/agrona/",
          "org/akkaray/",
          "org/apache/fory/",
          "org/checkerframework/",
          "org/codehaus/",
          "org/h2/",
          "org/jspecify/",
          "org/lmdbjava/",
          "org/objectweb/asm/",
          "org/postgresql/",
          "org/reactivestreams/",
          "org/slf4j/",
          "picocli/",
          "scala/",
          "slick/");

  /** Classes by which a folder of akka-ray's own, not packed, is known. */
  private static final List<String> OWN_CLASSES =
      List.of(
          "org/akkaray/Ray.class",
          "org/akkaray/objectstore/store/SharedMemoryObjectStore.class",
          "org/akkaray/gcs/package-info.class");

  private PlatformLibraries() {}

  /** Whether this element of a class path is on that of every node. */
  static boolean contains(Path element) throws IOException {
    if (Files.isDirectory(element)) {
      return OWN_CLASSES.stream().anyMatch(name -> Files.exists(element.resolve(name)));
    }
    if (!JARS.matcher(String.valueOf(element.getFileName())).matches()) {
      return false;
    }
    try (JarFile jar = new JarFile(element.toFile(), false)) {
      Stream<String> classes =
          jar.stream()
              .map(java.util.zip.ZipEntry::getName)
              .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
              .filter(name -> !name.equals("module-info.class"));
      return classes.allMatch(name -> FOLDERS.stream().anyMatch(name::startsWith));
    }
  }
}
