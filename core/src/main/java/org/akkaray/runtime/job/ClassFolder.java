package org.akkaray.runtime.job;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A folder of classes as a jar: equal content gives equal bytes, whenever and wherever. */
final class ClassFolder {
  /** The first moment that a zip file can express. */
  private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0);

  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private ClassFolder() {}

  /** Writes the files of the folder, jars at its top excepted: they count on their own. */
  static void writeJar(Path folder, Path jar) throws IOException {
    TreeMap<String, Path> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (name.indexOf('/') >= 0 || !name.endsWith(".jar")) {
          files.put(name, file);
        }
      }
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(jar));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      Path manifest = files.remove(MANIFEST);
      if (manifest != null) {
        write(zip, MANIFEST, manifest); // where readers of jars look for it: in front
      }
      for (var file : files.entrySet()) {
        write(zip, file.getKey(), file.getValue());
      }
    }
  }

  private static void write(ZipOutputStream zip, String name, Path file) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(ALWAYS);
    zip.putNextEntry(entry);
    Files.copy(file, zip);
    zip.closeEntry();
  }
}
