/**
 * The texts that {@link GenerateCalls} fills.
 *
 * <p>What a template's words stand for, for a call of n arguments: {@code $types} is {@code T0,
 * T1}, and where there is none a comma or brackets beside it go too; {@code $parameters} is {@code
 * , T0 t0, ObjectRef<T1> t1} with a comma at the start; {@code $arguments} is the array of them;
 * {@code $mix} says in English which are references; {@code $n} is n and {@code $m} is n + 1, the
 * arity of a method with its receiver.
 */
final class Templates {

  private Templates() {}

  static final String FUNCTION =
      """
      package org.akkaray.function;

      import org.jspecify.annotations.Nullable;

      /** A serializable function of $count with a result. */
      @FunctionalInterface
      public interface RayFunc$n<$bounds, R extends @Nullable Object> extends RayFuncR<R> {

        /** Calls the function. */
        R apply($declared) throws Exception;
      }
      """;

  static final String VOID_FUNCTION =
      """
      package org.akkaray.function;

      import org.jspecify.annotations.Nullable;

      /** A serializable function of $count without a result. */
      @FunctionalInterface
      public interface RayFuncVoid$n<$bounds> extends RayFuncVoid {

        /** Calls the function. */
        void apply($declared) throws Exception;
      }
      """;

  static final String RAY_CALL =
      """
      package org.akkaray;

      import java.util.Iterator;
      import java.util.List;
      import org.akkaray.call.*;
      import org.akkaray.function.*;
      import org.jspecify.annotations.NullUnmarked;

      /**
       * The overloads of {@code Ray.task}, {@code Ray.actor}, {@code Ray.multiTask} and {@code
       * Ray.generatorTask}: each argument is a value or an {@link ObjectRef} of it, and may be
       * null. Nothing runs before {@code remote()}.
       */
      @NullUnmarked
      @SuppressWarnings("overloads") // as in Ray; a method reference says which one is meant
      abstract class RayCall {
        static final Object[] NONE = {};

        RayCall() {}
      $methods}
      """;

  static final String RAY_METHODS =
      """

        /** A call of {@code f} with $mix. */
        public static <$types, R> TaskCaller<R> task(RayFunc$n<$types, R> f$parameters) {
          return new TaskCaller<>(f, $arguments);
        }

        /** A call of {@code f} with $mix. */
        public static <$types> VoidTaskCaller task(RayFuncVoid$n<$types> f$parameters) {
          return new VoidTaskCaller(f, $arguments);
        }

        /** A call of {@code f}, an object of each element of its list, with $mix. */
        public static <$types, E> MultiTaskCaller<E> multiTask(
            RayFunc$n<$types, ? extends List<E>> f$parameters) {
          return new MultiTaskCaller<>(f, $arguments);
        }

        /** A call of {@code f}, streaming what its iterator yields, with $mix. */
        public static <$types, E> GeneratorTaskCaller<E> generatorTask(
            RayFunc$n<$types, ? extends Iterator<E>> f$parameters) {
          return new GeneratorTaskCaller<>(f, $arguments);
        }

        /** The creation of an actor by the constructor {@code f} with $mix. */
        public static <$types, A> ActorCreator<A> actor(RayFunc$n<$types, A> f$parameters) {
          return new ActorCreator<>(f, $arguments);
        }
      """;

  static final String ACTOR_CALL =
      """
      package org.akkaray;

      import java.util.Iterator;
      import java.util.List;
      import org.akkaray.call.*;
      import org.akkaray.function.*;
      import org.jspecify.annotations.NullUnmarked;

      /**
       * The overloads of {@code handle.task}, {@code handle.multiTask} and {@code
       * handle.generatorTask}: each argument is a value or an {@link ObjectRef} of it, and may be
       * null. Nothing is sent before {@code remote()}.
       *
       * @param <A> the actor's class
       */
      @NullUnmarked
      @SuppressWarnings("overloads") // as in Ray; a method reference says which one is meant
      interface ActorCall<A> {
      $methods}
      """;

  static final String ACTOR_METHODS =
      """

        /** A call of the actor's method with $mix. */
        default <$types, R> ActorTaskCaller<R> task(RayFunc$m<A, $types, R> f$parameters) {
          return new ActorTaskCaller<>((BaseActorHandle) this, f, RayCall.$arguments);
        }

        /** A call of the actor's method with $mix. */
        default <$types> VoidActorTaskCaller task(RayFuncVoid$m<A, $types> f$parameters) {
          return new VoidActorTaskCaller((BaseActorHandle) this, f, RayCall.$arguments);
        }

        /** A call of the actor's method, an object of each element of its list, with $mix. */
        default <$types, E> MultiActorTaskCaller<E> multiTask(
            RayFunc$m<A, $types, ? extends List<E>> f$parameters) {
          return new MultiActorTaskCaller<>((BaseActorHandle) this, f, RayCall.$arguments);
        }

        /** A call of the actor's method, streaming what its iterator yields, with $mix. */
        default <$types, E> GeneratorActorTaskCaller<E> generatorTask(
            RayFunc$m<A, $types, ? extends Iterator<E>> f$parameters) {
          return new GeneratorActorTaskCaller<>((BaseActorHandle) this, f, RayCall.$arguments);
        }
      """;

  static final String PARALLEL_CALL =
      """
      package org.akkaray.parallelactor;

      import org.akkaray.ObjectRef;
      import org.akkaray.function.*;
      import org.jspecify.annotations.NullUnmarked;

      /**
       * The overloads of {@code ParallelActor.actor}: each argument is a value or an {@link
       * ObjectRef} of it.
       */
      @NullUnmarked
      abstract class ParallelCall {
        static final Object[] NONE = {};

        ParallelCall() {}
      $methods}
      """;

  static final String PARALLEL_METHODS =
      """

        /** The creation of a parallel actor by the constructor {@code f} with $mix. */
        public static <$types, A> ParallelActorCreator<A> actor(RayFunc$n<$types, A> f$parameters) {
          return new ParallelActorCreator<>(f, $arguments);
        }
      """;

  static final String PARALLEL_ACTOR_CALL =
      """
      package org.akkaray.parallelactor;

      import org.akkaray.ObjectRef;
      import org.akkaray.function.*;
      import org.jspecify.annotations.NullUnmarked;

      /**
       * The overloads of {@code instance.task}: each argument is a value or an {@link ObjectRef} of
       * it.
       *
       * @param <A> the actor's class
       */
      @NullUnmarked
      @SuppressWarnings("overloads") // as in Ray; a method reference says which one is meant
      interface ParallelActorCall<A> {
      $methods}
      """;

  static final String PARALLEL_ACTOR_METHODS =
      """

        /** A call of the instance's method with $mix. */
        default <$types, R> ParallelActorTaskCaller<R> task(RayFunc$m<A, $types, R> f$parameters) {
          return new ParallelActorTaskCaller<>(
              (ParallelActorInstance<A>) this, f, ParallelCall.$arguments);
        }

        /** A call of the instance's method with $mix. */
        default <$types> VoidParallelActorTaskCaller task(RayFuncVoid$m<A, $types> f$parameters) {
          return new VoidParallelActorTaskCaller(
              (ParallelActorInstance<A>) this, f, ParallelCall.$arguments);
        }
      """;

  static final String GROUP_BUILDER =
      """
      package org.akkaray.concurrencygroup;

      import org.akkaray.function.*;
      import org.jspecify.annotations.NullUnmarked;

      /**
       * The overloads of {@code addMethod}, one per arity.
       *
       * @param <A> the actor's class
       */
      @NullUnmarked
      @SuppressWarnings("overloads") // as in Ray; a method reference says which one is meant
      abstract class BaseConcurrencyGroupBuilder<A> {

        BaseConcurrencyGroupBuilder() {}

        /** Adds a method of whatever arity. */
        abstract ConcurrencyGroupBuilder<A> add(RayFunc method);
      $methods}
      """;

  static final String ADD_METHOD =
      """

        /** Adds a method of $count to the group. */
        public <$types, R> ConcurrencyGroupBuilder<A> addMethod(RayFunc$m<A, $types, R> method) {
          return add(method);
        }

        /** Adds a method of $count to the group. */
        public <$types> ConcurrencyGroupBuilder<A> addMethod(RayFuncVoid$m<A, $types> method) {
          return add(method);
        }
      """;

  static final String INVOKER =
      """
      package org.akkaray.runtime.function;

      import org.akkaray.function.*;
      import org.jspecify.annotations.Nullable;

      /**
       * Calls a {@link RayFunc} of any shape with an array of arguments: a switch and a cast, no
       * reflection. A shape is named by its kind, a small number: the arity for a function with a
       * result, {@value #VOID} more for one without.
       */
      @SuppressWarnings({"unchecked", "rawtypes"}) // the typed overloads checked the caller's types
      public final class FunctionInvoker {
        /** What is added to the arity in the kind of a function without a result. */
        public static final int VOID = $void;

        private FunctionInvoker() {}

        /** How many arguments it takes, the receiver of a method reference included. */
        public static int arityOf(int kind) {
          return kind % VOID;
        }

        /** Whether a function of this kind has no result. */
        public static boolean isVoid(int kind) {
          return kind >= VOID;
        }

        /**
         * The kind of a function.
         *
         * @throws IllegalArgumentException if it is none of the generated functional interfaces
         */
        public static int kindOf(RayFunc f) {
          return kindOf(f.getClass());
        }

        /** The kind of the functions of a class or interface. */
        static int kindOf(Class<?> type) {
          if (RayFuncVoid.class.isAssignableFrom(type)) {
      $voidKinds    } else {
      $kinds    }
          throw new IllegalArgumentException(
              type.getName() + " is none of RayFunc0..$max, RayFuncVoid0..$max");
        }

        /** Calls {@code f} with the arguments; null from a function without a result. */
        public static @Nullable Object invoke(int kind, RayFunc f, @Nullable Object[] a)
            throws Exception {
          switch (kind) {
      $invokes      default -> throw new IllegalArgumentException("kind: " + kind);
          }
        }

        /** Calls {@code f} with the receiver first; null from a function without a result. */
        public static @Nullable Object invokeMethod(
            int kind, RayFunc f, Object receiver, @Nullable Object[] a) throws Exception {
          switch (kind) {
      $methodInvokes      default -> throw new IllegalArgumentException("kind: " + kind);
          }
        }
      }
      """;

  static final String KIND =
      """
            if ($function.class.isAssignableFrom(type)) {
              return $kind;
            }
      """;

  static final String INVOKE =
      """
            case $n -> {
              return ((RayFunc$n) f).apply($passed);
            }
            case VOID + $n -> {
              ((RayFuncVoid$n) f).apply($passed);
              return null;
            }
      """;
}
