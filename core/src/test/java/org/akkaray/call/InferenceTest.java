package org.akkaray.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.ObjectRefGenerator;
import org.akkaray.Ray;
import org.akkaray.function.RayFunc;
import org.akkaray.function.RayFunc1;
import org.akkaray.id.ActorId;
import org.akkaray.id.JobId;
import org.akkaray.id.ObjectId;
import org.akkaray.id.TaskId;
import org.akkaray.options.ActorCreationOptions;
import org.akkaray.options.CallOptions;
import org.akkaray.parallelactor.ParallelActor;
import org.akkaray.parallelactor.ParallelActorCreator;
import org.akkaray.parallelactor.ParallelActorHandle;
import org.akkaray.parallelactor.ParallelActorTaskCaller;
import org.akkaray.parallelactor.VoidParallelActorTaskCaller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the overloads infer what a user means is mostly shown by this class being compiled. */
class InferenceTest {

  /** What the calls call. */
  static class Functions {
    static int none() {
      return 0;
    }

    static int square(int n) {
      return n * n;
    }

    static String join(String a, int b, double c) {
      return a + b + c;
    }

    static int sum(int a, int b, int c, int d, int e, int f) {
      return a + b + c + d + e + f;
    }

    static void print(String text) {}

    static void nothing() {}

    static List<Integer> split(int n) {
      return List.of(n, n);
    }

    static ArrayList<String> words(String text, int n) {
      return new ArrayList<>();
    }

    static Iterator<Long> count(long n) {
      return List.of(n).iterator();
    }

    static <T> T same(T value) {
      return value;
    }

    static int checked(int n) throws Exception {
      throw new Exception("checked " + n);
    }
  }

  /** An actor. */
  static class Counter {
    private int value;

    Counter(int start) {
      value = start;
    }

    int get() {
      return value;
    }

    int add(int n) {
      return value += n;
    }

    void reset() {
      value = 0;
    }

    void set(int n, String why) {
      value = n;
    }

    int sum(int a, int b, int c, int d, int e, int f) {
      return value + a + b + c + d + e + f;
    }

    List<String> names(int n) {
      return List.of();
    }

    Iterator<Integer> stream(int n, int step) {
      return List.of(n).iterator();
    }
  }

  /**
   * Actors with other constructors: a reference for an argument asks for a class with one
   * constructor.
   */
  static class Plain {}

  static class Child {
    Child(String name, int start, ActorHandle<Counter> parent) {}
  }

  private record Ref<T>(ObjectId getId) implements ObjectRef<T> {
    @Override
    public T get() {
      throw new IllegalStateException("only its type matters");
    }

    @Override
    public T get(long timeoutMs) {
      return get();
    }

    @Override
    public T get(Duration timeout) {
      return get();
    }

    @Override
    public CompletableFuture<T> toFuture() {
      return new CompletableFuture<>();
    }

    @Override
    public boolean cancel() {
      return false;
    }

    @Override
    public void free() {}
  }

  private record Handle<A>(ActorId getId) implements ActorHandle<A> {}

  private RecordingRuntime runtime;
  private final ObjectRef<Integer> number = ref(0);
  private final ObjectRef<String> text = ref(1);
  private final ActorHandle<Counter> counter = new Handle<>(ActorId.fromRandom());

  private static <T> ObjectRef<T> ref(int index) {
    return new Ref<>(ObjectId.forReturn(TaskId.forDriver(JobId.fromInt(1)), index));
  }

  @BeforeEach
  void record() {
    runtime = new RecordingRuntime();
  }

  @AfterEach
  void stop() {
    runtime.close();
  }

  @Test
  void tasksTakeValuesAndReferencesInAnyMix() {
    TaskCaller<Integer> none = Ray.task(Functions::none);
    TaskCaller<Integer> value = Ray.task(Functions::square, 7);
    TaskCaller<Integer> reference = Ray.task(Functions::square, number);
    TaskCaller<String> mixed = Ray.task(Functions::join, text, 2, 3.0);
    TaskCaller<Integer> six = Ray.task(Functions::sum, 1, number, 3, number, 5, number);
    TaskCaller<String> generic = Ray.task((String s) -> Functions.same(s), text);
    TaskCaller<Integer> throwing = Ray.task(Functions::checked, 1);

    ObjectRef<Integer> noRef = none.remote();
    ObjectRef<String> mixedRef = mixed.remote();
    assertThat(noRef).isNull();
    assertThat(mixedRef).isNull();
    assertThat(arguments(0)).isEmpty();
    assertThat(arguments(1)).containsExactly(text, 2, 3.0);
    value.remote();
    assertThat(arguments(2)).containsExactly(7);
    reference.remote();
    assertThat(arguments(3)).containsExactly(number);
    six.remote();
    assertThat(arguments(4)).containsExactly(1, number, 3, number, 5, number);
    generic.remote();
    throwing.remote();
    assertThat(runtime.requests).extracting("method").containsOnly("submitTask");
  }

  @Test
  void lambdasAndFunctionVariablesWorkToo() {
    int captured = 3;
    TaskCaller<Integer> lambda = Ray.task((Integer n) -> n + captured, 4);
    TaskCaller<Integer> lambdaOfReference = Ray.task((Integer n) -> n + captured, number);
    TaskCaller<String> noArgument = Ray.task(() -> "constant");
    RayFunc1<Integer, Integer> function = Functions::square;
    TaskCaller<Integer> variable = Ray.task(function, number);
    VoidTaskCaller voidLambda = Ray.task((String s) -> Functions.print(s), "x");

    lambda.remote();
    lambdaOfReference.remote();
    noArgument.remote();
    variable.remote();
    voidLambda.remote();
    assertThat(runtime.requests).hasSize(5);
    assertThat(runtime.requests.get(3).arguments().get(0)).isSameAs(function);
  }

  @Test
  void nullIsAnArgument() {
    Ray.task(Functions::print, (String) null).remote();

    assertThat(arguments(0)).containsExactly((Object) null);
  }

  @Test
  void voidFunctionsReturnAReferenceToWaitFor() {
    VoidTaskCaller one = Ray.task(Functions::print, "x");
    VoidTaskCaller reference = Ray.task(Functions::print, text);
    VoidTaskCaller none = Ray.task(Functions::nothing);

    ObjectRef<Void> ref = one.remote();
    assertThat(ref).isNull();
    reference.remote();
    none.remote();
    assertThat(runtime.requests).hasSize(3);
  }

  @Test
  void severalReturnsAreReferencesToTheListsElements() {
    MultiTaskCaller<Integer> list = Ray.multiTask(Functions::split, 1).setNumReturns(2);
    MultiTaskCaller<String> subclass = Ray.multiTask(Functions::words, text, 1);
    MultiActorTaskCaller<String> ofActor = counter.multiTask(Counter::names, number);

    List<ObjectRef<Integer>> refs = list.remote();
    List<ObjectRef<String>> words = subclass.remote();
    List<ObjectRef<String>> names = ofActor.setNumReturns(3).remote();
    assertThat(refs).isNull();
    assertThat(words).isNull();
    assertThat(names).isNull();
    assertThat(runtime.requests)
        .extracting("method")
        .containsExactly("submitMultiTask", "submitMultiTask", "submitActorMultiTask");
    assertThat(((CallOptions) runtime.last().arguments().getLast()).getNumReturns()).isEqualTo(3);
  }

  @Test
  void generatorsReturnAStreamOfReferences() {
    GeneratorTaskCaller<Long> stream = Ray.generatorTask(Functions::count, 3L);
    GeneratorActorTaskCaller<Integer> ofActor = counter.generatorTask(Counter::stream, number, 1);

    ObjectRefGenerator<Long> longs = stream.setGeneratorBackpressure(5).remote();
    ObjectRefGenerator<Integer> integers = ofActor.remote();
    assertThat(longs).isNull();
    assertThat(integers).isNull();
    assertThat(runtime.requests)
        .extracting("method")
        .containsExactly("submitGeneratorTask", "submitActorGeneratorTask");
  }

  @Test
  void actorsAreCreatedByTheirConstructors() {
    ActorCreator<Plain> none = Ray.actor(Plain::new);
    ActorCreator<Counter> value = Ray.actor(Counter::new, 1);
    ActorCreator<Counter> reference = Ray.actor(Counter::new, number);
    ActorCreator<Child> mixed = Ray.actor(Child::new, text, 1, counter);

    ActorHandle<Plain> handle = none.remote();
    assertThat(handle).isNull();
    value.remote();
    reference.remote();
    mixed.setName("c", "ns").setMaxRestarts(-1).setCpus(1).setJvmOptions(List.of()).remote();
    assertThat(arguments(3)).containsExactly(text, 1, counter);
    ActorCreationOptions options = (ActorCreationOptions) runtime.last().arguments().getLast();
    assertThat(options.getNamespace()).isEqualTo("ns");
  }

  @Test
  void methodsOfActorsTakeValuesAndReferences() {
    ActorTaskCaller<Integer> none = counter.task(Counter::get);
    ActorTaskCaller<Integer> value = counter.task(Counter::add, 1);
    ActorTaskCaller<Integer> reference = counter.task(Counter::add, number);
    VoidActorTaskCaller noResult = counter.task(Counter::reset);
    VoidActorTaskCaller mixed = counter.task(Counter::set, number, "why");
    ActorTaskCaller<Integer> six = counter.task(Counter::sum, 1, 2, 3, 4, number, 6);

    ObjectRef<Integer> ref = none.remote();
    assertThat(ref).isNull();
    value.remote();
    reference.remote();
    noResult.remote();
    mixed.setConcurrencyGroup("io").remote();
    six.remote();
    assertThat(runtime.requests).extracting("method").containsOnly("submitActorTask");
    assertThat(runtime.last().arguments().get(0)).isSameAs(counter);
    assertThat((Object[]) runtime.last().arguments().get(2)).containsExactly(1, 2, 3, 4, number, 6);
  }

  @Test
  void parallelActorsHaveTheSameOverloads() {
    ParallelActorCreator<Counter> creator = ParallelActor.actor(Counter::new, number);
    assertThat(creator.setParallelism(2)).isSameAs(creator);
    ParallelActorHandle<Counter> handle = ParallelActor.actor(Counter::new, 1).remote();
    ParallelActorTaskCaller<Integer> get = handle.getInstance(0).task(Counter::get);
    ParallelActorTaskCaller<Integer> add = handle.getInstance(0).task(Counter::add, number);
    VoidParallelActorTaskCaller set = handle.getInstance(0).task(Counter::set, 1, text);
    assertThat(List.of(get, add, set)).hasSize(3);
    assertThat(runtime.last().method()).isEqualTo("createActor");
  }

  @Test
  void aCallWithoutOptionsUsesTheSharedDefaults() {
    Ray.task(Functions::square, 7).remote();
    assertThat(runtime.last().arguments().getLast()).isSameAs(CallOptions.DEFAULT);
    counter.task(Counter::get).remote();
    assertThat(runtime.last().arguments().getLast()).isSameAs(CallOptions.DEFAULT);
    Ray.actor(Plain::new).remote();
    assertThat(runtime.last().arguments().getLast()).isSameAs(ActorCreationOptions.DEFAULT);
  }

  @Test
  void everyOptionOfATaskArrives() {
    Ray.task(Functions::square, 7)
        .setName("square")
        .setCpus(2)
        .setGpus(0.5)
        .setMemory(1024)
        .setResource("tpu", 1.0)
        .setMaxRetries(-1)
        .setRetryExceptions(IllegalStateException.class)
        .setTimeout(Duration.ofSeconds(3))
        .setFailFast(true)
        .remote();

    CallOptions options = (CallOptions) runtime.last().arguments().getLast();
    assertThat(options.getName()).isEqualTo("square");
    assertThat(options.getResources())
        .containsEntry("CPU", 2.0)
        .containsEntry("GPU", 0.5)
        .containsEntry("memory", 1024.0)
        .containsEntry("tpu", 1.0);
    assertThat(options.getMaxRetries()).isEqualTo(-1);
    assertThat(options.isRetried(new IllegalStateException())).isTrue();
    assertThat(options.getTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(options.isFailFast()).isTrue();
  }

  private Object[] arguments(int request) {
    List<Object> all = runtime.requests.get(request).arguments();
    assertThat(all.get(0)).isInstanceOf(RayFunc.class);
    return (Object[]) all.get(1);
  }
}
