package org.akkaray.runtime.job;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a submitted driver's JVM begins: it ends this JVM when its {@link JobServer} dies, and runs
 * the driver's main method as the JVM would (JLS 12.1.4).
 *
 * <p>The server holds the other end of standard input: that it closes says that the server is gone,
 * however it went. The driver itself reads an empty standard input.
 */
public final class DriverMain {
  private static final int ORPHANED = 143; // as after the signal that the server would have sent

  private DriverMain() {}

  /** The first argument names the class, the others are the driver's. */
  public static void main(String[] args) throws Exception {
    InputStream server = System.in;
    System.setIn(InputStream.nullInputStream());
    Thread.ofPlatform().name("ray-job-server-watch").daemon().start(() -> watch(server));
    Method main;
    try {
      main = mainOf(Class.forName(args[0]));
    } catch (ClassNotFoundException e) {
      System.err.println("There is no class " + args[0] + " in the submitted jar.");
      System.exit(1);
      return;
    }
    if (main == null) {
      System.err.println("Class " + args[0] + " has no method main(String[]).");
      System.exit(1);
      return;
    }
    run(main, Arrays.copyOfRange(args, 1, args.length));
  }

  private static void watch(InputStream server) {
    try {
      while (server.read() >= 0) {
        // The server writes nothing.
      }
    } catch (IOException e) {
      // As good as its end.
    }
    Runtime.getRuntime().halt(ORPHANED);
  }

  private static @Nullable Method mainOf(Class<?> type) {
    for (Class<?>[] parameters : new Class<?>[][] {{String[].class}, {}}) {
      for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
        try {
          Method main = declaring.getDeclaredMethod("main", parameters);
          if (main.getReturnType() == void.class && !Modifier.isPrivate(main.getModifiers())) {
            main.setAccessible(true);
            return main;
          }
        } catch (NoSuchMethodException e) {
          // Inherited, or without parameters.
        }
      }
    }
    return null;
  }

  private static void run(Method main, String[] arguments) throws ReflectiveOperationException {
    try {
      Object receiver = null;
      if (!Modifier.isStatic(main.getModifiers())) {
        Constructor<?> constructor = main.getDeclaringClass().getDeclaredConstructor();
        constructor.setAccessible(true);
        receiver = constructor.newInstance();
      }
      main.invoke(
          receiver, main.getParameterCount() == 0 ? new Object[0] : new Object[] {arguments});
    } catch (InvocationTargetException e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e.getCause());
      System.err.flush();
      System.exit(1); // threads that Ray or the driver left must not keep a failed job alive
    }
  }
}
