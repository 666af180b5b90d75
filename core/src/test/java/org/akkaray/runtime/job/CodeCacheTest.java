package org.akkaray.runtime.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.akkaray.exception.RuntimeEnvException;
import org.akkaray.runtime.function.Sources;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeCacheTest {
  @TempDir private Path folder;

  private final CountingTable table = new CountingTable();
  private CodeCache cache;
  private CodePublisher publisher;

  /** Counts, and can be made to lose chunks, to damage them and to break. */
  private static final class CountingTable implements CodeTable {
    final Map<ChunkId, byte[]> chunks = new ConcurrentHashMap<>();
    final AtomicInteger puts = new AtomicInteger();
    final AtomicInteger gets = new AtomicInteger();
    volatile boolean broken;

    @Override
    public CompletionStage<Void> put(ChunkId id, byte[] bytes) {
      assertThat(bytes).hasSizeLessThanOrEqualTo(200 * 1024);
      puts.incrementAndGet();
      chunks.put(id, bytes);
      return CompletableFuture.supplyAsync(() -> null);
    }

    @Override
    public CompletionStage<Optional<byte[]>> get(ChunkId id) {
      gets.incrementAndGet();
      return broken
          ? CompletableFuture.failedStage(new IOException("no route to the store"))
          : CompletableFuture.supplyAsync(() -> Optional.ofNullable(chunks.get(id)));
    }

    @Override
    public CompletionStage<Boolean> contains(ChunkId id) {
      return CompletableFuture.completedStage(chunks.containsKey(id));
    }
  }

  @BeforeEach
  void open() {
    cache = new CodeCache(folder.resolve("node/code"));
    publisher = new CodePublisher(table, new CodeCache(folder.resolve("driver/code")));
  }

  /** A file of random bytes with a little jar in front would do; what is inside does not matter. */
  private Path file(String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Files.write(folder.resolve(name), bytes);
  }

  private CodeEntry published(Path file) {
    return publisher.publish(List.of(file)).entries().getFirst();
  }

  private Path fetch(CodeEntry entry) {
    try {
      return cache.fetch(entry, table).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  @Test
  void jarsOfAllSizesArriveAsTheyWere() throws IOException {
    for (int size : new int[] {0, 1, CodeEntry.CHUNK, CodeEntry.CHUNK + 1, 20 * CodeEntry.CHUNK}) {
      Path jar = file("größe-" + size + ".jar", size);
      CodeEntry entry = published(jar);

      assertThat(entry.name()).isEqualTo("größe-" + size + ".jar");
      assertThat(fetch(entry)).hasSameBinaryContentAs(jar);
    }
    assertThat(table.puts).hasValue(1 + 1 + 1 + 2 + 20);
  }

  @Test
  void whatIsPublishedAlreadyIsNotPublishedAgain() throws IOException {
    Path jar = file("a.jar", 3 * CodeEntry.CHUNK);
    CodeEntry entry = published(jar);
    int puts = table.puts.get();

    assertThat(published(Files.copy(jar, folder.resolve("b.jar"))).hash()).isEqualTo(entry.hash());
    assertThat(publisher.publish(List.of(jar, folder.resolve("b.jar"))).entries()).hasSize(1);
    assertThat(table.puts).hasValue(puts);
  }

  @Test
  void aPublicationThatWasBrokenOffIsCompletedByTheNext() throws IOException {
    Path jar = file("a.jar", 3 * CodeEntry.CHUNK);
    CodeEntry entry = published(jar);
    table.chunks.remove(entry.chunk(2));
    table.chunks.put(entry.chunk(0), new byte[] {1});

    assertThatThrownBy(() -> fetch(entry))
        .isInstanceOf(RuntimeEnvException.class)
        .hasMessageContainingAll("a.jar", "not in the cluster's function table");
    published(jar);
    assertThat(fetch(entry)).hasSameBinaryContentAs(jar);
  }

  @Test
  void whatWasFetchedIsNotFetchedAgainAlsoNotByTheNextProcess() throws IOException {
    CodeEntry entry = published(file("a.jar", 1000));
    Path first = fetch(entry);
    int gets = table.gets.get();

    assertThat(fetch(entry)).isEqualTo(first);
    cache = new CodeCache(folder.resolve("node/code"));
    assertThat(fetch(entry)).isEqualTo(first);
    assertThat(table.gets).hasValue(gets);
  }

  @Test
  void thoseWhoAskForOneJarAtTheSameTimeShareOneFetch() throws IOException {
    CodeEntry entry = published(file("a.jar", 40 * CodeEntry.CHUNK));
    List<CompletableFuture<Path>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(cache.fetch(entry, table).toCompletableFuture());
    }

    assertThat(all.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    assertThat(table.gets).hasValue(40);
  }

  @Test
  void whoGivesUpWaitingStopsNobodyElse() throws IOException {
    CodeEntry entry = published(file("a.jar", 40 * CodeEntry.CHUNK));
    CompletableFuture<Path> first = cache.fetch(entry, table).toCompletableFuture();
    CompletableFuture<Path> second = cache.fetch(entry, table).toCompletableFuture();

    first.cancel(true);
    assertThat(second.join()).exists();
  }

  @Test
  void aDamagedFileIsFetchedAgain() throws IOException {
    Path jar = file("a.jar", 2 * CodeEntry.CHUNK);
    CodeEntry entry = published(jar);
    Path file = fetch(entry);

    byte[] damaged = Files.readAllBytes(file);
    damaged[77] ^= 1;
    Files.write(file, damaged);
    assertThat(fetch(entry)).hasSameBinaryContentAs(jar);
    Files.write(file, new byte[3]);
    assertThat(fetch(entry)).hasSameBinaryContentAs(jar);
    Files.delete(file);
    assertThat(fetch(entry)).hasSameBinaryContentAs(jar);
  }

  @Test
  void whatArrivesDamagedIsRefusedAndNotKept() throws IOException {
    CodeEntry entry = published(file("a.jar", 2 * CodeEntry.CHUNK));
    byte[] damaged = table.chunks.get(entry.chunk(1)).clone();
    damaged[5] ^= 1;
    table.chunks.put(entry.chunk(1), damaged);

    assertThatThrownBy(() -> fetch(entry))
        .isInstanceOf(RuntimeEnvException.class)
        .hasMessageContainingAll("a.jar", "damaged", entry.hash().hex());
    assertThat(cache.files()).isEmpty();
  }

  @Test
  void aFetchThatFailedCanBeTriedAgain() throws IOException {
    CodeEntry entry = published(file("a.jar", 10));
    table.broken = true;
    assertThatThrownBy(() -> fetch(entry))
        .isInstanceOf(RuntimeEnvException.class)
        .hasMessageContainingAll("a.jar", "function table failed", "no route to the store");

    table.broken = false;
    assertThat(fetch(entry)).exists();
  }

  @Test
  void aJarThatVanishesOrChangesWhileItIsPublishedIsNamed() throws IOException {
    Path jar = file("a.jar", 10);
    Files.delete(jar);
    assertThatThrownBy(() -> published(jar))
        .isInstanceOf(RuntimeEnvException.class)
        .hasMessageContainingAll(jar.toString(), "cannot be read");

    Path growing = file("growing.jar", 10);
    CodeTable appends =
        new CodeTable() {
          @Override
          public CompletionStage<Void> put(ChunkId id, byte[] bytes) {
            return table.put(id, bytes);
          }

          @Override
          public CompletionStage<Optional<byte[]>> get(ChunkId id) {
            return table.get(id);
          }

          @Override
          public CompletionStage<Boolean> contains(ChunkId id) {
            try {
              Files.write(growing, new byte[20]);
            } catch (IOException e) {
              return CompletableFuture.failedStage(e);
            }
            return table.contains(id);
          }
        };
    CodePublisher unlucky = new CodePublisher(appends, cache);
    assertThatThrownBy(() -> unlucky.publish(List.of(growing)))
        .isInstanceOf(RuntimeEnvException.class)
        .hasMessageContainingAll("growing.jar", "changed while it was being published");
    assertThat(table.chunks).isEmpty();
  }

  @Test
  void aFolderOfClassesHasOneHashWhereverAndWheneverItWasWritten() throws IOException {
    Path here = classFolder("here", 1_000);
    Path there = classFolder("there", 2_000_000_000);
    CodeEntry entry = published(here);

    assertThat(published(there).hash()).isEqualTo(entry.hash());
    assertThat(entry.name()).isEqualTo("here");
    try (var loader = Sources.loader(fetch(entry))) {
      assertThat(loader.getResource("ünï/côde.txt")).isNotNull();
      assertThat(loader.getResource("sub/lib.jar")).isNotNull();
      assertThat(loader.getResource("lib.jar")).isNull();
    }
    Files.writeString(there.resolve("b.txt"), "changed");
    assertThat(published(there).hash()).isNotEqualTo(entry.hash());
  }

  private Path classFolder(String name, long seconds) throws IOException {
    Path root = Files.createDirectories(folder.resolve(name));
    for (String file : List.of("b.txt", "a.txt", "ünï/côde.txt", "lib.jar", "sub/lib.jar")) {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, file, StandardCharsets.UTF_8);
      Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(seconds)));
    }
    return root;
  }

  @Test
  void theFolderIsItsOwnersOnly() throws IOException {
    Path open = Files.createDirectories(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    CodeEntry entry = published(file("a.jar", 10));

    cache = new CodeCache(open);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(open)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fetch(entry))))
        .isEqualTo("rw-------");
  }

  @Test
  void whatDeadProcessesLeftHalfDoneIsRemoved() throws IOException {
    Path root = folder.resolve("node/code");
    Path dead = Files.createFile(root.resolve("abc." + Integer.MAX_VALUE + "-1.part"));
    Path alive =
        Files.createFile(root.resolve("abc." + ProcessHandle.current().pid() + "-77.part"));
    Path strange = Files.createFile(root.resolve("abc.part"));

    new CodeCache(root);
    assertThat(dead).doesNotExist();
    assertThat(strange).doesNotExist();
    assertThat(alive).exists();
  }

  @Test
  void aFolderThatIsAFileIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> new CodeCache(file))
        .isInstanceOf(RuntimeEnvException.class)
        .hasMessageContainingAll(file.toString(), "cannot be used");
  }

  @Test
  void whatIsNoHashCannotBecomeAFileName() {
    assertThatThrownBy(() -> new CodeHash("../../etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SHA-256");
  }
}
