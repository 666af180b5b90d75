package org.akkaray.runtime.remote;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.job.ChunkId;
import org.akkaray.runtime.job.CodeEntry;
import org.akkaray.runtime.job.CodeHash;
import org.akkaray.runtime.job.CodeTable;
import org.akkaray.runtime.wire.CodeChunk;
import org.akkaray.runtime.wire.FetchCode;
import org.akkaray.runtime.wire.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The function table as the nodes themselves are it: code is read from the files of whoever has it,
 * the driver first, any node that has fetched it after that. Nothing is copied before it is asked
 * for, and a job's code outlives its driver on the nodes that run it. What no node has is looked up
 * in the control store, if there is one. Thread-safe.
 */
final class PeerCode implements CodeTable {
  private static final Logger log = LoggerFactory.getLogger(PeerCode.class);

  private record Question(ChunkId chunk, UniqueId to) {}

  private final NodeContext node;
  private final Map<CodeHash, Path> files = new ConcurrentHashMap<>();
  private final Map<CodeHash, Set<UniqueId>> providers = new ConcurrentHashMap<>();
  private final Map<Question, CompletableFuture<Optional<byte[]>>> asked =
      new ConcurrentHashMap<>();

  private volatile @Nullable CodeTable kept;

  PeerCode(NodeContext node) {
    this.node = node;
  }

  @Override
  public boolean serves(CodeEntry entry, Path file) {
    files.put(entry.hash(), file);
    return true;
  }

  /** Where code is that no node has any more. */
  void keepIn(CodeTable table) {
    kept = table;
  }

  /** A node is known to have this code. */
  void hasCode(UniqueId provider, CodeHash hash) {
    providers.computeIfAbsent(hash, id -> ConcurrentHashMap.newKeySet()).add(provider);
  }

  @Override
  public CompletionStage<Void> put(ChunkId id, byte[] bytes) {
    return CompletableFuture.failedStage(
        new UnsupportedOperationException("Code is served from files, and not put anywhere."));
  }

  @Override
  public CompletionStage<Optional<byte[]>> get(ChunkId id) {
    List<UniqueId> order = new ArrayList<>(providers.getOrDefault(id.hash(), Set.of()));
    for (UniqueId other : node.links().nodes()) {
      if (!order.contains(other)) {
        order.add(other);
      }
    }
    return ask(id, order.iterator());
  }

  private CompletionStage<Optional<byte[]>> ask(ChunkId id, Iterator<UniqueId> order) {
    if (!order.hasNext()) {
      CodeTable last = kept;
      return last == null ? CompletableFuture.completedStage(Optional.empty()) : last.get(id);
    }
    Question question = new Question(id, order.next());
    CompletableFuture<Optional<byte[]>> answer =
        asked.computeIfAbsent(question, key -> new CompletableFuture<>());
    node.send(
        question.to,
        Message.newBuilder()
            .setFetchCode(FetchCode.newBuilder().setHash(bytes(id.hash())).setOffset(id.index())));
    if (!node.knows(question.to)) {
      answer.complete(Optional.empty());
    }
    return answer.thenCompose(found -> {
      asked.remove(question);
      return found.isPresent() ? CompletableFuture.completedStage(found) : ask(id, order);
    });
  }

  private static ByteString bytes(CodeHash hash) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hash.hex()));
  }

  private static CodeHash hash(ByteString bytes) {
    return new CodeHash(HexFormat.of().formatHex(bytes.toByteArray()));
  }

  /** Answers on a thread of its own, since it reads a file. */
  void onFetch(UniqueId from, FetchCode question) {
    Thread.ofVirtual()
        .name("ray-code-read")
        .start(() -> {
          CodeChunk.Builder answer =
              CodeChunk.newBuilder().setHash(question.getHash()).setOffset(question.getOffset());
          byte[] data = read(hash(question.getHash()), question.getOffset());
          if (data == null) {
            answer.setMissing(true);
          } else {
            answer.setData(UnsafeByteOperations.unsafeWrap(data));
          }
          node.sendBatched(from, Message.newBuilder().setCodeChunk(answer).build());
        });
  }

  private byte @Nullable [] read(CodeHash hash, long index) {
    Path path = files.get(hash);
    if (path == null) {
      return null;
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long start = index * CodeEntry.CHUNK;
      byte[] data = new byte[(int) Math.max(0, Math.min(CodeEntry.CHUNK, file.length() - start))];
      file.seek(start);
      file.readFully(data);
      return data;
    } catch (IOException e) {
      log.warn("{} of a job's code cannot be read any more: {}", path, e.toString());
      files.remove(hash);
      return null;
    }
  }

  void onChunk(UniqueId from, CodeChunk chunk) {
    CompletableFuture<Optional<byte[]>> answer =
        asked.get(new Question(new ChunkId(hash(chunk.getHash()), (int) chunk.getOffset()), from));
    if (answer != null) {
      Optional<byte[]> data =
          chunk.getMissing() ? Optional.empty() : Optional.of(chunk.getData().toByteArray());
      answer.completeAsync(() -> data, task -> Thread.ofVirtual().start(task));
    }
  }

  void nodeDown(UniqueId gone) {
    providers.values().forEach(known -> known.remove(gone));
    asked.forEach((question, answer) -> {
      if (question.to.equals(gone)) {
        answer.complete(Optional.empty());
      }
    });
  }
}
