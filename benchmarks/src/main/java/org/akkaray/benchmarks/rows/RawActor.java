package org.akkaray.benchmarks.rows;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An ordinary typed actor on Akka's default dispatcher, without akka-ray: what a call costs at
 * least.
 */
final class RawActor implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Answers with the two bytes "ok" if somebody wants to hear it. */
  sealed interface Command {}

  record Tell() implements Command {}

  record Ask(ActorRef<byte[]> replyTo) implements Command {}

  private final ActorSystem<Command> system =
      ActorSystem.create(
          behavior(),
          "raw",
          ConfigFactory.parseMap(Map.of("akka.loglevel", "WARNING", "akka.actor.provider", "local"))
              .withFallback(ConfigFactory.load()));

  private static Behavior<Command> behavior() {
    return Behaviors.receive(Command.class)
        .onMessage(Tell.class, tell -> Behaviors.same())
        .onMessage(
            Ask.class,
            ask -> {
              ask.replyTo().tell(SmallValues.smallValue());
              return Behaviors.same();
            })
        .build();
  }

  /** One typed ask, its reply awaited. */
  byte[] ask() {
    return AskPattern.<Command, byte[]>ask(system, Ask::new, TIMEOUT, system.scheduler())
        .toCompletableFuture()
        .join();
  }

  /** So many messages, the last an ask whose reply is awaited. */
  byte[] tell(int messages) {
    for (int i = 1; i < messages; i++) {
      system.tell(new Tell());
    }
    return ask();
  }

  @Override
  public void close() {
    system.terminate();
    try {
      system.getWhenTerminated().toCompletableFuture().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the plain actor system did not end", e);
    }
  }
}
