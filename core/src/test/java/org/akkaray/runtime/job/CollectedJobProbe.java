package org.akkaray.runtime.job;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.akkaray.function.RayFunc;
import org.akkaray.function.RayFunc0;
import org.akkaray.id.JobId;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.function.FunctionCodec;
import org.akkaray.runtime.function.Sources;
import org.akkaray.runtime.object.InMemoryObjectStore;
import org.akkaray.runtime.object.ValueCodec;

/**
 * A JVM that uses a job's classes in every way that might hold on to them, ends the job, and ends
 * with exit code 0 once the classes are collected.
 */
final class CollectedJobProbe {
  static final String POINT = "package app; public record Point(int x, Object more) {}";

  static final String PROGRAM =
      """
      package app;
      import java.util.*;
      import org.akkaray.function.*;
      public class Program {
        public Point corner = new Point(1, new ArrayList<>(List.of("a")));
        public RayFunc0<String> inner;
        public static Program make() {
          Program made = new Program();
          Point captured = new Point(2, Map.of("k", new int[] {7}));
          made.inner = () -> "inner " + captured.x();
          return made;
        }
        public static RayFunc lambda() {
          Program captured = make();
          RayFunc0<String> f = () ->
              captured.corner + " " + captured.inner.apply() + " " + captured.getClass().getName();
          return f;
        }
      }
      """;

  private CollectedJobProbe() {}

  static FunctionCodec functions(ClassLoader loader) {
    return new FunctionCodec(values(loader));
  }

  static ValueCodec values(ClassLoader loader) {
    return new ValueCodec(new InMemoryObjectStore(1 << 20), 1000, loader, Set.of());
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]).resolve("probe");
    JobId job = JobId.fromInt(7);
    CodeTable table = new InMemoryCodeTable();
    CodeCache cache = new CodeCache(folder.resolve("cache"));
    CodePackage code =
        new CodePublisher(table, cache)
            .publish(List.of(Sources.compile(folder.resolve("app"), PROGRAM, POINT)));
    JobLoaders loaders =
        new JobLoaders(
            id -> CompletableFuture.completedStage(Optional.of(code)),
            table,
            cache,
            "n1",
            CollectedJobProbe.class.getClassLoader());
    WeakReference<Class<?>> type =
        new WeakReference<>(use(loaders.get(job).toCompletableFuture().join()));
    loaders.end(job);
    for (int i = 0; i < 600 && type.get() != null; i++) {
      System.gc();
      Thread.sleep(100);
    }
    System.out.println(type.get() == null ? "collected" : "still there");
    System.exit(type.get() == null ? 0 : 1);
  }

  private static Class<?> use(ClassLoader loader) throws Exception {
    Class<?> type = loader.loadClass("app.Program");
    ValueCodec values = values(loader);
    Object copy =
        values.thaw(values.freeze(type.getMethod("make").invoke(null), ObjectId::fromRandom));
    FunctionCodec functions = new FunctionCodec(values);
    RayFunc function = (RayFunc) type.getMethod("lambda").invoke(null);
    RayFunc revived = functions.revive(functions.image(function), loader);
    System.out.println(((RayFunc0<?>) functions.thaw(revived)).apply());
    return copy.getClass();
  }
}
