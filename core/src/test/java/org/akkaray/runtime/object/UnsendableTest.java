package org.akkaray.runtime.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.io.StringReader;
import java.lang.ref.WeakReference;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.akkaray.exception.SerializationException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** What cannot be sent is refused with the path to it; what can, need not be Serializable. */
class UnsendableTest {
  private final Values values = new Values();

  static final class Config {
    String name = "n";
    Pool pool = new Pool();
  }

  static final class Pool {
    int size = 1;
    Object worker;
  }

  record Pair(Object left, Object right) {}

  static final class Ring {
    Ring next;
    Object cargo;
  }

  static final class Refusing implements Serializable {
    private static final long serialVersionUID = 1;

    private void writeObject(ObjectOutputStream out) throws IOException {
      throw new IOException("not today");
    }
  }

  static final class MyThread extends Thread {}

  static class Base {
    private final Object hidden;

    Base(Object hidden) {
      this.hidden = hidden;
    }
  }

  static final class Derived extends Base {
    Derived(Object hidden) {
      super(hidden);
    }
  }

  interface SendableSupplier extends Supplier<String>, Serializable {}

  private AbstractThrowableAssert<?, ?> refusal(Object value) {
    return assertThatThrownBy(() -> values.freeze(value))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void theFieldPathIsNamed() {
    Config config = new Config();
    config.pool.worker = new Thread();

    refusal(config).hasMessageStartingWith("Config.pool.worker: java.lang.Thread cannot be sent");
    config.pool.worker = new MyThread();
    refusal(config)
        .hasMessageStartingWith("Config.pool.worker: ")
        .hasMessageContaining("MyThread cannot be sent");
    refusal(new Derived(new Thread())).hasMessageStartingWith("Derived.hidden: java.lang.Thread");
  }

  @Test
  void thePathGoesThroughCollectionsMapsRecordsAndArrays() {
    Thread thread = new Thread();
    refusal(List.of(1, 2, thread)).hasMessageContaining("[2]: java.lang.Thread");
    refusal(new ArrayList<>(List.of(new Pair("a", thread))))
        .hasMessageStartingWith("ArrayList[0].right: ");
    refusal(new HashMap<>(Map.of("key", thread))).hasMessageStartingWith("HashMap[\"key\"]: ");
    refusal(new HashMap<>(Map.of(7, List.of(thread)))).hasMessageStartingWith("HashMap[7][0]: ");
    refusal(new HashMap<>(Map.of(thread, 1)))
        .hasMessageContaining(".key(Thread): java.lang.Thread");
    refusal(new Object[][] {{}, {1, thread}}).hasMessageStartingWith("Object[][][1][1]: ");
    refusal(new Pair(Optional.of(thread), 1)).hasMessageStartingWith("Pair.left.get(): ");
  }

  @Test
  void thePathIsFoundInCycles() {
    Ring first = new Ring();
    first.next = new Ring();
    first.next.next = first;
    first.next.cargo = new Thread();

    refusal(first).hasMessageStartingWith("Ring.next.cargo: ");
    List<Object> self = new ArrayList<>();
    self.add(self);
    self.add(new Thread());
    refusal(self).hasMessageStartingWith("ArrayList[1]: ");
  }

  @Test
  void whatBelongsToAProcessIsRefused() throws Exception {
    try (Socket socket = new Socket();
        ServerSocket server = new ServerSocket();
        SocketChannel channel = SocketChannel.open();
        ExecutorService executor = Executors.newSingleThreadExecutor()) {
      for (Object value :
          List.of(
              socket,
              server,
              channel,
              executor,
              new Thread(),
              new ThreadLocal<>(),
              getClass().getClassLoader(),
              ProcessHandle.current(),
              new WeakReference<>("x"),
              new ByteArrayInputStream(new byte[1]),
              new PrintStream(System.out),
              new StringReader("x"),
              Object.class.getMethod("toString"),
              getClass().getModule())) {
        refusal(value).hasMessageContainingAll(value.getClass().getTypeName(), "cannot be sent");
        refusal(new Pair(1, value))
            .hasMessageStartingWith("Pair.right: ")
            .hasMessageContaining("cannot be sent");
        refusal(new Pair(1, value)).as("again").hasMessageStartingWith("Pair.right: ");
      }
    }
  }

  @Test
  void classesOfTheJdkThatAreNotSerializableAreRefused() {
    for (Object value :
        List.of(
            new CompletableFuture<>(),
            Stream.of(1),
            List.of(1).iterator(),
            new java.util.StringJoiner(","),
            new java.util.Scanner("x"))) {
      refusal(new Pair(value, 1))
          .hasMessageStartingWith("Pair.left: ")
          .hasMessageContaining("Serializable");
    }
  }

  @Test
  void lambdasAreSentIfTheirInterfaceIsSerializable() {
    String captured = "x";
    Supplier<String> plain = () -> captured;
    SendableSupplier sendable = () -> captured + "!";

    refusal(new Pair(plain, 1))
        .hasMessageStartingWith("Pair.left: ")
        .hasMessageContaining("lambda");
    assertThat(((SendableSupplier) values.copy(new Pair(sendable, 1)).left()).get())
        .isEqualTo("x!");
  }

  @Test
  void whatRefusesToBeWrittenIsFoundByTrying() {
    refusal(new Pair(1, List.of(new Refusing())))
        .hasMessageStartingWith("Pair.right[0]: ")
        .hasMessageContainingAll("Refusing cannot be sent", "not today");
  }

  @Test
  void theCodecWorksOnAfterARefusal() {
    Config config = new Config();
    config.pool.worker = new Thread();
    refusal(config);
    config.pool.worker = "fine";

    assertThat(values.copy(config).pool.worker).isEqualTo("fine");
  }
}
