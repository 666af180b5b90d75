package org.akkaray.benchmarks.cluster;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Props;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Two JVMs with plain Akka remoting (Artery TCP) and an actor that answers every message: what a
 * call between nodes is held against. The messages are two bytes, which Akka sends as they are.
 */
final class RawRemote implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String READY = "ready ";
  private static final byte[] MESSAGE = {'o', 'k'};

  private final Process process;
  private final ActorSystem system = ActorSystem.create("raw", config());
  private final Semaphore answers = new Semaphore(0);
  private final ActorRef echo;
  private final ActorRef collector;

  /** Answers with what it got. */
  static final class Echo extends AbstractActor {
    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(byte[].class, message -> getSender().tell(message, getSelf()))
          .build();
    }
  }

  /** Counts answers. */
  static final class Collector extends AbstractActor {
    private final Semaphore answers;

    Collector(Semaphore answers) {
      this.answers = answers;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder().match(byte[].class, message -> answers.release()).build();
    }
  }

  private static Config config() {
    return ConfigFactory.parseMap(
            Map.of(
                "akka.loglevel", "WARNING",
                "akka.actor.provider", "remote",
                "akka.remote.artery.transport", "tcp",
                "akka.remote.artery.canonical.hostname", "127.0.0.1",
                "akka.remote.artery.canonical.port", "0",
                // Else messages are dropped that are sent faster than they are written.
                "akka.remote.artery.advanced.outbound-message-queue-size", "65536",
                "akka.remote.use-unsafe-remote-features-outside-cluster", "on",
                "akka.remote.warn-unsafe-watch-outside-cluster", "off"))
        .withFallback(ConfigFactory.load());
  }

  RawRemote() {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--"))
        .forEach(command::add);
    command.addAll(
        List.of("-Xmx1g", "-XX:+UseParallelGC", "-cp", System.getProperty("java.class.path")));
    command.add(RawRemote.class.getName());
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      BufferedReader output = process.inputReader();
      String line = output.readLine();
      while (line != null && !line.startsWith(READY)) {
        line = output.readLine();
      }
      if (line == null) {
        throw new IllegalStateException("The JVM of the plain actor ended before it was ready.");
      }
      echo =
          system
              .actorSelection(line.substring(READY.length()))
              .resolveOne(PATIENCE)
              .toCompletableFuture()
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The plain actor does not answer.", e);
    }
    collector = system.actorOf(Props.create(Collector.class, () -> new Collector(answers)));
  }

  /** So many messages, of which each is answered. */
  int tellAndReply(int messages) {
    for (int i = 0; i < messages; i++) {
      echo.tell(MESSAGE, collector);
    }
    try {
      if (!answers.tryAcquire(messages, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "Only " + answers.availablePermits() + " of " + messages + " messages were answered.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return messages;
  }

  @Override
  public void close() {
    system.terminate();
    try {
      process.outputWriter().close();
      process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (IOException | InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
    }
  }

  /** In the other JVM; it ends when its standard input does. */
  public static void main(String[] arguments) throws IOException {
    ActorSystem system = ActorSystem.create("raw", config());
    ActorRef echo = system.actorOf(Props.create(Echo.class), "echo");
    System.out.println(
        READY
            + echo.path()
                .toStringWithAddress(
                    akka.actor.ExtendedActorSystem.class
                        .cast(system)
                        .provider()
                        .getDefaultAddress()));
    while (System.in.read() >= 0) {}
    system.terminate();
  }
}
