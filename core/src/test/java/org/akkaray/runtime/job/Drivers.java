package org.akkaray.runtime.job;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.akkaray.runtime.function.Sources;
import org.akkaray.runtime.node.JvmFlags;

/** Jars with drivers, and settings of servers that run them. */
public final class Drivers {
  private Drivers() {}

  /** A jar with a main class {@code app.Driver}, whose main method has this body. */
  public static Path jar(Path folder, String name, String body) {
    Path classes =
        Sources.compile(
            folder.resolve(name + "-build"),
            """
            package app;
            import java.util.*;
            import org.akkaray.*;
            public class Driver {
              public static void main(String[] args) throws Exception {
                %s
              }
            }
            """
                .formatted(body));
    return jar(folder.resolve(name), classes, "app.Driver");
  }

  /**
   * A jar of the classes.
   *
   * @param mainClass empty for none
   */
  public static Path jar(Path jar, Path classes, String mainClass) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!mainClass.isEmpty()) {
      manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
    }
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out, manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, zip);
        zip.closeEntry();
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server on a free port, whose drivers are clusters of their own. */
  public static JobServer server(Path folder) {
    List<String> options = new ArrayList<>(JvmFlags.all());
    options.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
    return JobServer.start(JobServer.Settings.of("", folder, options).withPort(0));
  }
}
