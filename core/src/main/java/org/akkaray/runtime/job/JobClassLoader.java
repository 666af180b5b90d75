package org.akkaray.runtime.job;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.akkaray.id.JobId;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one job on one node. They are looked for
 *
 * <ol>
 *   <li>in the JDK;
 *   <li>if they are such as the job and the node must mean the same by ({@link #SHARED}), among the
 *       node's;
 *   <li>in the job's jars;
 *   <li>among the node's.
 * </ol>
 *
 * So two jobs may have different versions of a class, also of a library that the node has.
 * Resources likewise, the job's before the node's. Thread-safe.
 */
public final class JobClassLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  /**
   * Packages whose classes go back and forth between the job's code and the node's: akka-ray's;
   * Fory, whose generated serializers are classes of the job's loader; and the logging that the
   * process has one of.
   */
  private static final List<String> SHARED =
      List.of(
          "org.akkaray.call.",
          "org.akkaray.cli.",
          "org.akkaray.concurrencygroup.",
          "org.akkaray.exception.",
          "org.akkaray.function.",
          "org.akkaray.gcs.",
          "org.akkaray.id.",
          "org.akkaray.metric.",
          "org.akkaray.objectstore.",
          "org.akkaray.options.",
          "org.akkaray.parallelactor.",
          "org.akkaray.placementgroup.",
          "org.akkaray.runtime.",
          "org.akkaray.runtimecontext.",
          "org.akkaray.runtimeenv.",
          "org.akkaray.util.",
          "org.apache.fory.",
          "org.slf4j.",
          "ch.qos.logback.",
          "org.jspecify.");

  private static final String API = "org.akkaray";
  private static final int NAMED_JARS = 20;
  private static final ClassLoader JDK = ClassLoader.getPlatformClassLoader();

  private final String searched;

  /**
   * @param jars by the names that they have for people
   * @param urls of the same jars, in the order of the search
   */
  JobClassLoader(JobId job, List<String> jars, URL[] urls, String node, ClassLoader parent) {
    super("job-" + job, urls, parent);
    String named =
        jars.isEmpty()
            ? "no jars"
            : jars.stream().limit(NAMED_JARS).collect(Collectors.joining(", "))
                + (jars.size() > NAMED_JARS ? " and " + (jars.size() - NAMED_JARS) + " more" : "");
    this.searched =
        " is neither in the code of job "
            + job
            + " ("
            + named
            + ") nor on the class path of node "
            + node;
  }

  /** Opens all jars: from now on they may be deleted. */
  void openJars() {
    findResource("META-INF/nothing.that.any.jar.has");
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> found = findLoadedClass(name);
      if (found == null) {
        found = find(name);
      }
      if (resolve) {
        resolveClass(found);
      }
      return found;
    }
  }

  private Class<?> find(String name) throws ClassNotFoundException {
    Class<?> found = loadFrom(JDK, name);
    boolean shared = isShared(name);
    if (found == null && shared) {
      found = loadFrom(getParent(), name);
    }
    if (found == null) {
      found = findOwn(name);
    }
    if (found == null && !shared) {
      found = loadFrom(getParent(), name);
    }
    if (found == null) {
      throw new ClassNotFoundException(name + searched);
    }
    return found;
  }

  private static @Nullable Class<?> loadFrom(ClassLoader loader, String name) {
    try {
      return loader.loadClass(name);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private @Nullable Class<?> findOwn(String name) {
    try {
      return super.findClass(name);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  static boolean isShared(String className) {
    if (className.lastIndexOf('.') == API.length() && className.startsWith(API)) {
      return true;
    }
    for (String prefix : SHARED) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own != null ? own : super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    Set<String> seen = new LinkedHashSet<>();
    List<URL> all = new ArrayList<>(Collections.list(findResources(name)));
    all.addAll(Collections.list(getParent().getResources(name)));
    all.removeIf(url -> !seen.add(url.toExternalForm()));
    return Collections.enumeration(all);
  }

  @Override
  public String toString() {
    return String.valueOf(getName());
  }
}
