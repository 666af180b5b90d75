import io.ray.api.ActorHandle;
import io.ray.api.ObjectRef;
import io.ray.api.Ray;
import io.ray.api.exception.RayActorException;
import io.ray.api.exception.RayException;
import io.ray.api.exception.RayTaskException;
import io.ray.api.exception.RayTimeoutException;
import io.ray.api.options.ActorCreationOptions;
import java.util.HashMap;
import java.util.Map;

/** What a program can catch. */
public class Failures {

  public static class Trouble extends RuntimeException {
    public Trouble(String message) {
      super(message);
    }
  }

  public static int fail(String message) {
    throw new Trouble(message);
  }

  public static int checked() throws Exception {
    throw new Exception("checked");
  }

  public static int plusOne(int n) {
    return n + 1;
  }

  public static int nested(String message) {
    return Ray.task(Failures::fail, message).remote().get();
  }

  public static int slow() throws InterruptedException {
    Thread.sleep(1000);
    return 1;
  }

  public static class Fragile {
    public Fragile(boolean broken) {
      if (broken) {
        throw new Trouble("constructor");
      }
    }

    public int fail(String message) {
      throw new Trouble(message);
    }

    public int get() {
      return 5;
    }
  }

  static String root(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + " " + cause.getMessage();
  }

  static void report(String what, ObjectRef<?> ref) {
    try {
      System.out.println(what + " gave " + ref.get());
    } catch (RayTaskException e) {
      System.out.println(what + " RayTaskException, root " + root(e));
    } catch (RayActorException e) {
      System.out.println(what + " RayActorException");
    } catch (RayException e) {
      System.out.println(what + " RayException");
    }
  }

  static void refused(String what, Runnable code) {
    try {
      code.run();
      System.out.println(what + " accepted");
    } catch (IllegalArgumentException e) {
      System.out.println(what + " IllegalArgumentException");
    }
  }

  public static void main(String[] args) {
    Ray.init();
    report("task", Ray.task(Failures::fail, "boom").remote());
    report("checked", Ray.task(Failures::checked).remote());
    report("nested", Ray.task(Failures::nested, "deep").remote());
    report(
        "dependent",
        Ray.task(Failures::plusOne, Ray.task(Failures::fail, "input").remote()).remote());
    ActorHandle<Fragile> fine = Ray.actor(Fragile::new, false).remote();
    report("method", fine.task(Fragile::fail, "in method").remote());
    report("alive", fine.task(Fragile::get).remote());
    ActorHandle<Fragile> broken = Ray.actor(Fragile::new, true).remote();
    report("constructor", broken.task(Fragile::get).remote());

    ObjectRef<Integer> slow = Ray.task(Failures::slow).remote();
    try {
      slow.get(100);
    } catch (RayTimeoutException e) {
      System.out.println("timeout RayTimeoutException");
    }
    System.out.println("then " + slow.get());

    refused("negative", () -> Ray.task(Failures::plusOne, 1).setResource("CPU", -1.0).remote());
    refused("fraction", () -> Ray.task(Failures::plusOne, 1).setResource("CPU", 1.5).remote());
    Map<String, Double> resources = new HashMap<>();
    resources.put("CPU", 0.5);
    System.out.println(
        "half " + Ray.task(Failures::plusOne, 1).setResources(resources).remote().get());
    System.out.println(
        "constants "
            + ActorCreationOptions.NO_RESTART
            + " "
            + ActorCreationOptions.INFINITE_RESTART);
    Ray.shutdown();
  }
}
