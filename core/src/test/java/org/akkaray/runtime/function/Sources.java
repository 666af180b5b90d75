package org.akkaray.runtime.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.akkaray.function.RayFunc;

/** Programs that the tests compile, so that their classes are on no class path. */
public final class Sources {
  private Sources() {}

  /**
   * Compiles sources, each the text of one public class or record, against the API.
   *
   * @return the folder with the classes
   */
  public static Path compile(Path folder, String... sources) {
    try {
      Path classes = Files.createDirectories(folder.resolve("classes"));
      Path texts = Files.createDirectories(folder.resolve("sources"));
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "-proc:none",
                  "-g",
                  "-encoding",
                  "UTF-8",
                  "-cp",
                  classes + java.io.File.pathSeparator + api(),
                  "-d",
                  classes.toString()));
      for (String source : sources) {
        Path file = texts.resolve(nameOf(source) + ".java");
        Files.writeString(file, source);
        arguments.add(file.toString());
      }
      int errors =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, arguments.toArray(String[]::new));
      assertThat(errors).as("compiling %s", Arrays.asList(sources)).isZero();
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nameOf(String source) {
    String[] words = source.substring(source.indexOf("public ")).split("\\W+", 5);
    return List.of("class", "record", "interface").contains(words[1]) ? words[2] : words[3];
  }

  private static Path api() {
    try {
      return Path.of(RayFunc.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A loader of the folders or jars, with the tests' own as its parent. */
  public static URLClassLoader loader(Path... path) {
    URL[] urls =
        Stream.of(path)
            .map(entry -> {
              try {
                return entry.toUri().toURL();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
            .toArray(URL[]::new);
    return new URLClassLoader(urls, Sources.class.getClassLoader());
  }

  /** Writes the files of a folder into a jar. */
  public static Path jar(Path jar, Path folder) {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(folder.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
        out.closeEntry();
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
