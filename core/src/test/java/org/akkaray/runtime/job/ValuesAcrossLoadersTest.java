package org.akkaray.runtime.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.akkaray.function.RayFunc;
import org.akkaray.function.RayFunc0;
import org.akkaray.id.ObjectId;
import org.akkaray.runtime.function.FunctionCodec;
import org.akkaray.runtime.function.FunctionImage;
import org.akkaray.runtime.function.Sources;
import org.akkaray.runtime.object.InMemoryObjectStore;
import org.akkaray.runtime.object.PortableValue;
import org.akkaray.runtime.object.PortableValue.StoredBytes;
import org.akkaray.runtime.object.PullPriority;
import org.akkaray.runtime.object.RemoteBytes;
import org.akkaray.runtime.object.ValueCodec;
import org.akkaray.runtime.object.ValueExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of a job's classes, written by one node's loader of the job and read by another's. */
class ValuesAcrossLoadersTest {
  private static final String VALUES =
      """
      package app;
      import java.util.*;
      import org.akkaray.function.*;
      public class Values {
        public enum Colour { RED { @Override public String say() { return "red!"; } }, BLUE;
          public String say() { return name(); } }
        public record Pair(int number, Colour colour) {}
        public record Größe(String einheit) {}
        public static class Node { Node next; int[] data = {1, 2}; }
        public static class Trouble extends RuntimeException {
          public final Pair pair;
          public Trouble(Pair pair) { super("trouble"); this.pair = pair; }
        }
        public static Object immutable() { return new Pair(1, Colour.RED); }
        public static Object unicode() { return new Größe("m²"); }
        public static Object array() { return new Pair[][] {{new Pair(2, Colour.BLUE)}, null}; }
        public static Object cycle() { Node n = new Node(); n.next = n; return n; }
        public static Object map() { return Map.of(Colour.BLUE, List.of(new Pair(3, null))); }
        public static Object type() { return Pair.class; }
        public static Object lambda() {
          Pair captured = new Pair(4, Colour.RED);
          RayFunc0<String> f = () -> captured + captured.colour().say();
          return f;
        }
        public static Object trouble() { return new Trouble(new Pair(5, Colour.BLUE)); }
        public static Object anonymous() {
          List<Pair> list = new ArrayList<>(List.of(new Pair(6, null)));
          return new Object() { @Override public String toString() { return "has " + list; } };
        }
      }
      """;

  /** Of a test whose values are all small. */
  private static final RemoteBytes NOWHERE =
      new RemoteBytes() {
        @Override
        public void own(StoredBytes bytes) {}

        @Override
        public CompletableFuture<Void> fetch(StoredBytes bytes, PullPriority priority) {
          throw new AssertionError("nothing is stored");
        }

        @Override
        public <R> R read(StoredBytes bytes, boolean lasting, Function<MemorySegment, R> reader) {
          throw new AssertionError("nothing is stored");
        }

        @Override
        public void discard(StoredBytes bytes) {
          throw new AssertionError("nothing is stored");
        }
      };

  @TempDir private Path folder;

  private URLClassLoader here;
  private URLClassLoader there;
  private ValueCodec ours;
  private ValueCodec theirs;

  @BeforeEach
  void compile() {
    Path classes = Sources.compile(folder, VALUES);
    here = Sources.loader(classes);
    there = Sources.loader(classes);
    ours = new ValueCodec(new InMemoryObjectStore(1 << 20), 1 << 20, here, Set.of());
    theirs = new ValueCodec(new InMemoryObjectStore(1 << 20), 1 << 20, there, Set.of());
  }

  @AfterEach
  void close() throws Exception {
    here.close();
    there.close();
  }

  private Object make(String what) throws Exception {
    return here.loadClass("app.Values").getMethod(what).invoke(null);
  }

  private Object overTheWire(Object frozen) {
    PortableValue portable = new ValueExchange(ours, NOWHERE).pack(frozen);
    return new ValueExchange(theirs, NOWHERE).unpack(portable, false);
  }

  private Object sent(String what) throws Exception {
    return theirs.thaw(overTheWire(ours.freeze(make(what), ObjectId::fromRandom)));
  }

  private void assertTheirs(Object value) {
    assertThat(value.getClass().getClassLoader()).isSameAs(there);
  }

  @Test
  void recordsEnumsAndNamesBeyondAsciiArriveInTheOtherLoadersClasses() throws Exception {
    Object pair = sent("immutable");
    assertThat(pair).hasToString("Pair[number=1, colour=RED]");
    assertTheirs(pair);
    Object colour = pair.getClass().getMethod("colour").invoke(pair);
    assertThat(((Enum<?>) colour).getDeclaringClass().getMethod("say").invoke(colour))
        .isEqualTo("red!");
    assertThat(sent("unicode")).hasToString("Größe[einheit=m²]");
    assertThat(sent("map")).hasToString("{BLUE=[Pair[number=3, colour=null]]}");
  }

  @Test
  void arraysCyclesClassesAndAnonymousClassesDoToo() throws Exception {
    Object[][] array = (Object[][]) sent("array");
    assertThat(array[1]).isNull();
    assertTheirs(array[0][0]);
    Object node = sent("cycle");
    var next = node.getClass().getDeclaredField("next");
    next.setAccessible(true);
    assertThat(next.get(node)).isSameAs(node);
    assertThat(sent("type")).isSameAs(there.loadClass("app.Values$Pair"));
    assertThat(sent("anonymous")).hasToString("has [Pair[number=6, colour=null]]");
  }

  @Test
  void aLambdaInAValueRunsInTheOtherLoader() throws Exception {
    assertThat(((RayFunc0<?>) sent("lambda")).apply()).isEqualTo("Pair[number=4, colour=RED]red!");
  }

  @Test
  void aSubmittedLambdaArrivesWithTheObjectsOfTheJobsThatItCaptured() throws Exception {
    FunctionImage image = new FunctionCodec(ours).image((RayFunc) make("lambda"));
    Object[] captured = new Object[image.captured().length];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = overTheWire(image.captured()[i]);
    }
    FunctionCodec functions = new FunctionCodec(theirs);
    RayFunc revived = functions.revive(new FunctionImage(image.code(), captured), there);

    assertThat(((RayFunc0<?>) functions.thaw(revived)).apply())
        .isEqualTo("Pair[number=4, colour=RED]red!");
  }

  @Test
  void anExceptionOfTheJobsArrivesAsItself() throws Exception {
    Object frozen = ours.freezeThrowable((Throwable) make("trouble"));
    PortableValue portable = new ValueExchange(ours, NOWHERE).packThrowable(frozen);
    Throwable thrown =
        theirs.thawThrowable(new ValueExchange(theirs, NOWHERE).unpackThrowable(portable));

    assertTheirs(thrown);
    assertThat(thrown).hasMessage("trouble");
    assertThat(thrown.getClass().getField("pair").get(thrown))
        .hasToString("Pair[number=5, colour=BLUE]");
  }
}
