package org.akkaray.runtime.job;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/** Which class of a jar to run, found without running anything. */
public final class MainClass {
  private MainClass() {}

  /**
   * The class to run.
   *
   * @param name what the jar is called, for messages
   * @param asked for by the user; empty for the jar's own
   * @throws IllegalArgumentException in one sentence, if there is none that can be run
   */
  public static String of(Path jar, String name, String asked) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      String mainClass = asked;
      if (asked.isEmpty()) {
        Manifest manifest = file.getManifest();
        String own =
            manifest == null
                ? null
                : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
        if (own == null || own.isBlank()) {
          throw new IllegalArgumentException(
              name
                  + " does not say which class to run (no Main-Class in its manifest): name it with --class.");
        }
        mainClass = own.trim();
      }
      requireMain(file, name, mainClass);
      return mainClass;
    } catch (ZipException e) {
      throw new IllegalArgumentException(name + " is not a jar: " + e.getMessage() + ".", e);
    }
  }

  private static void requireMain(JarFile jar, String name, String mainClass) throws IOException {
    ZipEntry entry = jar.getEntry(mainClass.replace('.', '/') + ".class");
    if (entry == null) {
      throw new IllegalArgumentException("There is no class " + mainClass + " in " + name + ".");
    }
    ClassModel model;
    try (InputStream in = jar.getInputStream(entry)) {
      model = ClassFile.of().parse(in.readAllBytes());
      boolean inherits =
          model
              .superclass()
              .map(parent -> !parent.asInternalName().equals("java/lang/Object"))
              .orElse(false);
      if (inherits || model.methods().stream().anyMatch(MainClass::isMain)) {
        return; // an inherited one is the JVM's to find
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Class " + mainClass + " in " + name + " cannot be read: " + e.getMessage() + ".", e);
    }
    throw new IllegalArgumentException(
        "Class " + mainClass + " in " + name + " has no method main(String[]).");
  }

  private static boolean isMain(MethodModel method) {
    String type = method.methodType().stringValue();
    return method.methodName().equalsString("main")
        && (type.equals("([Ljava/lang/String;)V") || type.equals("()V"));
  }
}
