package org.akkaray.runtime.object;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Serializable;
import java.io.Writer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.lang.reflect.AccessibleObject;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.Buffer;
import java.nio.channels.Channel;
import java.nio.channels.Selector;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which classes cannot be sent, and why. What stands for something of this process (threads, files,
 * sockets) cannot, nor can classes of the JDK that are not {@link Serializable}: their fields are
 * the JDK's own business. A user's class can, unless it is a subclass of one of those; it need not
 * be serializable.
 */
final class SendableTypes {
  /** What belongs to the process that made it. */
  private static final List<Class<?>> OF_THIS_PROCESS =
      List.of(
          Thread.class,
          ThreadGroup.class,
          ThreadLocal.class,
          ClassLoader.class,
          Module.class,
          Process.class,
          ProcessHandle.class,
          Socket.class,
          ServerSocket.class,
          DatagramSocket.class,
          Channel.class,
          Selector.class,
          InputStream.class,
          OutputStream.class,
          Reader.class,
          Writer.class,
          ExecutorService.class,
          Reference.class,
          AccessibleObject.class,
          Arena.class);

  /** Classes of the JDK that are not serializable and have a serializer all the same. */
  private static final List<Class<?>> COVERED =
      List.of(
          Optional.class,
          OptionalInt.class,
          OptionalLong.class,
          OptionalDouble.class,
          Charset.class,
          Buffer.class,
          MemorySegment.class,
          Path.class);

  private static final Set<Class<?>> STATISTICS =
      Set.of(
          IntSummaryStatistics.class, LongSummaryStatistics.class, DoubleSummaryStatistics.class);

  private static final ClassValue<String> REASON =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return decide(type);
        }
      };

  private SendableTypes() {}

  /** Why no object of a class can be sent; null if that is not known. */
  static @Nullable String reasonAgainst(Class<?> type) {
    String reason = REASON.get(type);
    return reason.isEmpty() ? null : reason;
  }

  /**
   * Views and entries of the JDK's collections, which travel as a collection or entry of their own.
   */
  static boolean isView(Class<?> type) {
    return type.getName().startsWith("java.util.")
        && !Serializable.class.isAssignableFrom(type)
        && (Collection.class.isAssignableFrom(type)
            || (Map.class.isAssignableFrom(type) && type != java.util.WeakHashMap.class)
            || Map.Entry.class.isAssignableFrom(type));
  }

  private static String decide(Class<?> type) {
    if (type.isArray() || type.isPrimitive() || type.isInterface()) {
      return "";
    }
    for (Class<?> base : OF_THIS_PROCESS) {
      if (base.isAssignableFrom(type)) {
        return "it belongs to the process that made it";
      }
    }
    if (type.isHidden() && !Serializable.class.isAssignableFrom(type)) {
      return "it is a lambda, whose interface must extend java.io.Serializable";
    }
    if (isOfJdk(type) && !Serializable.class.isAssignableFrom(type) && !isCovered(type)) {
      return "a class of the JDK that is not java.io.Serializable";
    }
    return "";
  }

  private static boolean isOfJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return type.getModule().isNamed()
        && (loader == null || loader == ClassLoader.getPlatformClassLoader());
  }

  /** Generators and statistics of the JDK: a few numbers in fields, but not serializable. */
  static boolean isPlainState(Class<?> type) {
    return isOfJdk(type)
        && !Serializable.class.isAssignableFrom(type)
        && (RandomGenerator.class.isAssignableFrom(type) || STATISTICS.contains(type));
  }

  private static boolean isCovered(Class<?> type) {
    if (type == Object.class || isView(type) || isPlainState(type)) {
      return true;
    }
    for (Class<?> base : COVERED) {
      if (base.isAssignableFrom(type)) {
        return true;
      }
    }
    return false;
  }
}
