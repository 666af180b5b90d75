package org.akkaray.runtime.job;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.akkaray.exception.RuntimeEnvException;
import org.akkaray.id.JobId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The class loaders of a node's jobs: made when a job is first met, closed when it ends.
 * Thread-safe.
 */
public final class JobLoaders implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JobLoaders.class);

  private final Function<JobId, CompletionStage<Optional<CodePackage>>> packages;
  private final CodeTable table;
  private final CodeCache cache;
  private final String node;
  private final ClassLoader parent;
  private final ConcurrentMap<JobId, CompletableFuture<ClassLoader>> loaders =
      new ConcurrentHashMap<>();

  /** Jobs that ended; a call of theirs that is late must not fetch their code again. */
  private final Set<JobId> over = ConcurrentHashMap.newKeySet();

  /**
   * @param packages says what a job's code is, as its driver published it; empty if nothing is
   *     known of the job
   * @param table from which jars are fetched
   * @param node its name, for messages
   * @param parent the node's own classes
   */
  public JobLoaders(
      Function<JobId, CompletionStage<Optional<CodePackage>>> packages,
      CodeTable table,
      CodeCache cache,
      String node,
      ClassLoader parent) {
    this.packages = packages;
    this.table = table;
    this.cache = cache;
    this.node = node;
    this.parent = parent;
    // Else resources that a job reads by their URL keep its jars open for the life of the JVM.
    URLConnection.setDefaultUseCaches("jar", false);
  }

  /** A job whose driver runs in this JVM, and whose classes therefore are here. */
  public void putLocal(JobId job, ClassLoader loader) {
    loaders.put(job, CompletableFuture.completedFuture(loader));
  }

  /**
   * The job's loader if it is there already, and nothing needs to be fetched; else empty. Costs a
   * look-up.
   */
  public Optional<ClassLoader> getNow(JobId job) {
    CompletableFuture<ClassLoader> known = loaders.get(job);
    return known == null || known.isCompletedExceptionally()
        ? Optional.empty()
        : Optional.ofNullable(known.getNow(null));
  }

  /**
   * The job's loader; its code is fetched if this is the first time. All who ask meanwhile share
   * that, and if it fails, whoever asks next tries it again.
   *
   * @return fails with a {@link RuntimeEnvException} that says what is missing, or if the job is
   *     over
   */
  public CompletionStage<ClassLoader> get(JobId job) {
    CompletableFuture<ClassLoader> mine = new CompletableFuture<>();
    CompletableFuture<ClassLoader> other = loaders.putIfAbsent(job, mine);
    if (other != null) {
      return other.copy();
    }
    if (over.contains(job)) {
      loaders.remove(job, mine);
      mine.completeExceptionally(
          new RuntimeEnvException(
              "Job " + job + " is over: node " + node + " runs nothing of it."));
      return mine.copy();
    }
    open(job)
        .whenCompleteAsync(
            (loader, failure) -> {
              if (failure == null) {
                mine.complete(loader);
              } else {
                loaders.remove(job, mine);
                mine.completeExceptionally(
                    failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure);
              }
            },
            task -> Thread.ofVirtual().name("ray-code-" + job).start(task));
    return mine.copy();
  }

  private CompletionStage<ClassLoader> open(JobId job) {
    return packageOf(job)
        .thenCompose(found -> {
          CodePackage code =
              found.orElseThrow(() ->
                  new RuntimeEnvException(
                      "Node " + node + " knows no code of job " + job + ": it was not published."));
          List<CompletableFuture<Path>> files =
              code.entries().stream()
                  .map(entry -> cache.fetch(entry, table).toCompletableFuture())
                  .toList();
          return CompletableFuture.allOf(files.toArray(CompletableFuture[]::new))
              .thenApply(all -> loader(job, code, files));
        });
  }

  private CompletionStage<Optional<CodePackage>> packageOf(JobId job) {
    try {
      return packages.apply(job);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private ClassLoader loader(JobId job, CodePackage code, List<CompletableFuture<Path>> files) {
    List<URL> urls = new ArrayList<>();
    for (CompletableFuture<Path> file : files) {
      try {
        urls.add(file.join().toUri().toURL());
      } catch (MalformedURLException e) {
        throw new IllegalStateException("a file always has an address", e);
      }
    }
    JobClassLoader loader =
        new JobClassLoader(
            job,
            code.entries().stream().map(CodeEntry::name).toList(),
            urls.toArray(URL[]::new),
            node,
            parent);
    loader.openJars(); // they are whole now; who knows when the first class is needed
    return loader;
  }

  /**
   * The job is over: its loader is closed, once it is there, and its files with it. To be called
   * when nothing of the job runs any more.
   */
  public void end(JobId job) {
    over.add(job);
    CompletableFuture<ClassLoader> loader = loaders.remove(job);
    if (loader != null) {
      loader.thenAccept(JobLoaders::close);
    }
  }

  private static void close(ClassLoader loader) {
    if (loader instanceof JobClassLoader own) {
      try {
        own.close();
      } catch (java.io.IOException e) {
        log.warn("The jars of {} could not be closed: {}", own, e.toString());
      }
    }
  }

  /** Ends all jobs. */
  @Override
  public void close() {
    Set.copyOf(loaders.keySet()).forEach(this::end);
  }
}
