package org.akkaray.runtime.job;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.akkaray.RayConfig;
import org.akkaray.exception.RuntimeEnvException;
import org.akkaray.runtimeenv.RuntimeEnv;
import org.akkaray.runtimeenv.types.RuntimeEnvName;

/**
 * Where a driver's code lies: the code search path if one is set, else the class path without what
 * {@linkplain PlatformLibraries every node has}; and the jars of the runtime environment.
 */
public final class CodePath {
  private CodePath() {}

  /**
   * The jars and class folders of a job, in the order of the search, each once.
   *
   * @throws RuntimeEnvException if one that was asked for by name does not exist or is no jar
   */
  public static List<Path> of(RayConfig config) {
    return of(config, System.getProperty("java.class.path", ""));
  }

  static List<Path> of(RayConfig config, String classPath) {
    Set<Path> found = new LinkedHashSet<>();
    try {
      jarsOf(config.getRuntimeEnv()).forEach(jar -> found.add(checkedJar(jar)));
      if (config.getCodeSearchPath().isEmpty()) {
        addClassPath(classPath, found);
      } else {
        for (String element : config.getCodeSearchPath()) {
          addSearchPathElement(element, found);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(found);
  }

  private static void addClassPath(String classPath, Set<Path> found) throws IOException {
    Set<Path> seen = new LinkedHashSet<>();
    for (String element : classPath.split(File.pathSeparator)) {
      if (!element.isEmpty()) {
        addWithManifest(Path.of(element).toAbsolutePath().normalize(), seen);
      }
    }
    for (Path element : seen) {
      if (!PlatformLibraries.contains(element)) {
        found.add(element);
      }
    }
  }

  /** As the JVM does: what does not exist is skipped, a jar's manifest may name further jars. */
  private static void addWithManifest(Path element, Set<Path> seen) throws IOException {
    if (Files.isDirectory(element)) {
      seen.add(element);
    } else if (isJar(element) && seen.add(element)) {
      for (Path next : manifestPath(element)) {
        addWithManifest(next, seen);
      }
    }
  }

  private static List<Path> manifestPath(Path jar) throws IOException {
    String names = null;
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      Manifest manifest = file.getManifest();
      if (manifest != null) {
        names = manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      }
    }
    List<Path> path = new ArrayList<>();
    if (names != null && !names.isBlank()) {
      for (String name : names.trim().split("\\s+")) {
        try {
          path.add(Path.of(jar.toUri().resolve(name)).normalize());
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
          // Not a file's address; the JVM has skipped it too.
        }
      }
    }
    return path;
  }

  /** A jar; a folder of classes; a folder of jars, each of which counts. */
  private static void addSearchPathElement(String element, Set<Path> found) throws IOException {
    Path path = Path.of(element).toAbsolutePath().normalize();
    if (!Files.isDirectory(path)) {
      found.add(checkedJar(element));
      return;
    }
    boolean onlyJars = true;
    List<Path> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith(".jar") && isJar(file)) {
          jars.add(file);
        } else {
          onlyJars = false;
        }
      }
    }
    if (!onlyJars || jars.isEmpty()) {
      found.add(path);
    }
    found.addAll(jars);
  }

  private static List<String> jarsOf(@org.jspecify.annotations.Nullable RuntimeEnv env) {
    List<?> jars = env == null ? null : env.get(RuntimeEnvName.JARS, List.class);
    return jars == null ? List.of() : jars.stream().map(String::valueOf).toList();
  }

  private static Path checkedJar(String address) {
    Path path = fileOf(address);
    if (!Files.isRegularFile(path)) {
      throw new RuntimeEnvException("The job's code names " + address + ", which is no file.");
    }
    try {
      if (isJar(path)) {
        return path;
      }
    } catch (IOException e) {
      throw new RuntimeEnvException(address + " of the job's code cannot be read: " + e, e);
    }
    throw new RuntimeEnvException(address + " of the job's code is not a jar.");
  }

  private static Path fileOf(String address) {
    try {
      if (address.startsWith("file:")) {
        return Path.of(new URI(address)).normalize();
      }
      if (address.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*")) {
        throw new RuntimeEnvException(
            address + " of the job's code is not on this machine: only files can be published.");
      }
      return Path.of(address).toAbsolutePath().normalize();
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new RuntimeEnvException(address + " of the job's code is no address of a file.", e);
    }
  }

  /** Whether it is a file that opens as a jar. */
  static boolean isJar(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (JarFile jar = new JarFile(file.toFile(), false)) {
      return true;
    } catch (ZipException e) {
      return false;
    }
  }
}
