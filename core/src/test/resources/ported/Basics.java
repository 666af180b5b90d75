import io.ray.api.ObjectRef;
import io.ray.api.Ray;
import io.ray.api.WaitResult;
import java.util.ArrayList;
import java.util.List;

/** Tasks and objects: values, references, nesting, waiting. */
public class Basics {

  public static int square(int n) {
    return n * n;
  }

  public static int add(int a, int b) {
    return a + b;
  }

  public static String join(String a, long b, double c, boolean d, List<String> e, int[] f) {
    return a + b + c + d + e + f.length;
  }

  public static int fib(int n) {
    if (n < 2) {
      return n;
    }
    ObjectRef<Integer> one = Ray.task(Basics::fib, n - 1).remote();
    return one.get() + fib(n - 2);
  }

  public static int sumOfRefs(List<ObjectRef<Integer>> refs) {
    int sum = 0;
    for (ObjectRef<Integer> ref : refs) {
      sum += ref.get();
    }
    return sum;
  }

  public static void sleepThen(int millis) throws InterruptedException {
    Thread.sleep(millis);
  }

  public static int sleepAndReturn(int millis) throws InterruptedException {
    Thread.sleep(millis);
    return millis;
  }

  public static String orNull(String s) {
    return s == null ? null : s + "!";
  }

  public static void main(String[] args) {
    Ray.init();
    System.out.println("initialized " + Ray.isInitialized());

    ObjectRef<Integer> put = Ray.put(6);
    System.out.println("put " + put.get() + " " + Ray.get(put));
    System.out.println("square " + Ray.task(Basics::square, 7).remote().get());
    ObjectRef<Integer> chained =
        Ray.task(Basics::add, Ray.task(Basics::square, put).remote(), 6).remote();
    System.out.println("chained " + chained.get());
    System.out.println(
        "six "
            + Ray.task(Basics::join, "a", 1L, 2.5, true, List.of("x", "y"), new int[3])
                .remote()
                .get());
    System.out.println("fib " + Ray.task(Basics::fib, 6).remote().get());

    List<ObjectRef<Integer>> refs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      refs.add(Ray.task(Basics::square, i).remote());
    }
    System.out.println("list " + Ray.get(refs));
    System.out.println("inside " + Ray.task(Basics::sumOfRefs, refs).remote().get());

    WaitResult<Integer> all = Ray.wait(refs);
    System.out.println("wait all " + all.getReady().size() + " " + all.getUnready().size());
    List<ObjectRef<Integer>> mixed = new ArrayList<>();
    mixed.add(Ray.task(Basics::sleepAndReturn, 2000).remote());
    mixed.add(Ray.put(1));
    WaitResult<Integer> some = Ray.wait(mixed, 1, 1500);
    System.out.println(
        "wait some "
            + some.getReady().equals(mixed.subList(1, 2))
            + " "
            + some.getUnready().size());

    System.out.println("null " + Ray.task(Basics::orNull, (String) null).remote().get());
    System.out.println("text " + Ray.task(Basics::orNull, "text").remote().get(10000));
    Ray.task(Basics::sleepThen, 1).remote();
    System.out.println("lambda " + Ray.task((Integer n) -> n + 40, 2).remote().get());
    ObjectRef<Integer> fromSupplier =
        Ray.task(() -> 2 * 21).setName("named").setResource("CPU", 1.0).remote();
    System.out.println("supplier " + fromSupplier.get());

    int[] array = Ray.put(new int[] {1, 2, 3}).get();
    array[0] = 9;
    System.out.println("array " + array[0] + array[1] + array[2]);
    Ray.shutdown();
    System.out.println("initialized " + Ray.isInitialized());
  }
}
