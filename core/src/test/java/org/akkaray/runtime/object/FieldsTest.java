package org.akkaray.runtime.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.akkaray.exception.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Objects of users' classes with fields of types that cannot be sent, or that have their own rules.
 */
class FieldsTest {
  private final Values values = new Values();

  static class Service {
    private InputStream input;
    private ExecutorService pool;
    private CompletableFuture<Integer> pending;
    private transient Thread worker;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<String> names = List.of("a", "b", "c");

    int count() {
      return (input == null ? 0 : 1) + (pool == null ? 0 : 1) + (pending == null ? 0 : 1);
    }
  }

  static class Holder {
    private Thread worker;
    private int number = 4;

    int number() {
      return worker == null ? number : -number;
    }
  }

  static class Environment {
    private final Holder[] parts = {new Holder()};

    int size() {
      return parts.length;
    }
  }

  @Test
  void fieldsOfTypesThatCannotBeSentMayBeNullOrTransient() {
    Service service = new Service();
    service.worker = Thread.currentThread();
    Service copy = values.copy(service);

    assertThat(copy.count()).isZero();
    assertThat(copy.worker).isNull();
    assertThat(copy.names).containsExactly("a", "b", "c");
    assertThat(copy.lock.isLocked()).isFalse();
  }

  @Test
  void theSameFieldsAreNamedWhenTheyAreNotNull() {
    Service service = new Service();
    service.pending = new CompletableFuture<>();

    assertThatThrownBy(() -> values.freeze(service))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining(
            "Service.pending: java.util.concurrent.CompletableFuture cannot be sent");
    assertThat(values.copy(new Service()).count()).as("the codec still works").isZero();
  }

  @Test
  void aTypeThatMayNotEvenStandInANullFieldIsNamedWithWhatToDo() {
    assertThat(new Holder().number()).isEqualTo(4);
    assertThat(new Environment().size()).isOne();
    assertThatThrownBy(() -> values.freeze(new Environment()))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("Environment.parts[0].worker")
        .hasMessageContaining("java.lang.Thread")
        .hasMessageContaining("mark it transient");
  }

  @Test
  void generatorsGoOnWhereTheyWere() {
    Random random = new Random(7);
    random.nextGaussian(); // half of a pair: the other half is state as well
    SplittableRandom splittable = new SplittableRandom(7);
    splittable.nextInt();

    assertThat(values.copy(random).nextGaussian()).isEqualTo(random.nextGaussian());
    assertThat(values.copy(splittable).nextLong()).isEqualTo(splittable.nextLong());
  }

  @ParameterizedTest
  @ValueSource(strings = {"L64X128MixRandom", "Xoshiro256PlusPlus", "L128X1024MixRandom"})
  void generatorsOfTheJdkByNameGoOnWhereTheyWere(String algorithm) {
    RandomGenerator generator = RandomGenerator.of(algorithm);
    generator.nextLong();

    RandomGenerator copy = values.copy(generator);
    assertThat(copy.longs(20).boxed().toList()).isEqualTo(generator.longs(20).boxed().toList());
  }

  @Test
  void statisticsKeepWhatTheyHaveCounted() {
    IntSummaryStatistics statistics = new IntSummaryStatistics();
    statistics.accept(3);
    statistics.accept(5);

    IntSummaryStatistics copy = values.copy(statistics);
    statistics.accept(100);
    assertThat(copy.getSum()).isEqualTo(8);
    assertThat(copy.getMax()).isEqualTo(5);
  }

  @Test
  void listsInsideOfArraysListsAndFieldsAreReadInFull() {
    List<Integer> list = List.of(1, 2, 3);

    assertThat(values.copy(new Object[] {list, list})).containsExactly(list, list);
    assertThat(values.copy(List.of(list, list, List.of(4, 5, 6))))
        .containsExactly(list, list, List.of(4, 5, 6));
  }

  @Test
  void nothingIsPrintedAboutClassesThatAreSlowToSend() {
    PrintStream standardOutput = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true));
    try {
      values.copy(new Object[] {new ReentrantLock(), new java.util.IdentityHashMap<>()});
    } finally {
      System.setOut(standardOutput);
    }
    assertThat(printed.toString()).isEmpty();
  }
}
