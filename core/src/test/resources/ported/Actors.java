import io.ray.api.ActorHandle;
import io.ray.api.ObjectRef;
import io.ray.api.Ray;
import io.ray.api.concurrencygroup.ConcurrencyGroup;
import io.ray.api.concurrencygroup.ConcurrencyGroupBuilder;
import io.ray.api.exception.RayActorException;
import io.ray.api.options.ActorLifetime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Actors: state, order, names, handles as arguments, concurrency, death. */
public class Actors {

  public static class Counter {
    private int value;
    private final CountDownLatch latch = new CountDownLatch(2);

    public Counter(int start) {
      value = start;
    }

    public int add(int n) {
      value += n;
      return value;
    }

    public int get() {
      return value;
    }

    public void reset() {
      value = 0;
    }

    public boolean meet() throws InterruptedException {
      latch.countDown();
      return latch.await(20, TimeUnit.SECONDS);
    }

    public boolean wasRestarted() {
      return Ray.getRuntimeContext().wasCurrentActorRestarted();
    }

    public boolean knowsItself() {
      ActorHandle<Counter> self = Ray.getRuntimeContext().getCurrentActorHandle();
      return self.getId().equals(Ray.getRuntimeContext().getCurrentActorId());
    }

    public int exit() {
      Ray.exitActor();
      return 1;
    }
  }

  public static class Parent {
    private final ActorHandle<Counter> child = Ray.actor(Counter::new, 100).remote();

    public int addToChild(int n) {
      return child.task(Counter::add, n).remote().get();
    }
  }

  public static int addThrough(ActorHandle<Counter> counter, int n) {
    return counter.task(Counter::add, n).remote().get();
  }

  static void expectDeath(String what, ActorHandle<Counter> actor) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      try {
        actor.task(Counter::get).remote().get();
      } catch (RayActorException e) {
        System.out.println(what + " RayActorException " + e.actorId.equals(actor.getId()));
        return;
      }
      Thread.sleep(100);
    }
    System.out.println(what + " is still alive");
  }

  public static void main(String[] args) throws InterruptedException {
    Ray.init();
    ActorHandle<Counter> counter = Ray.actor(Counter::new, 10).remote();
    System.out.println("add " + counter.task(Counter::add, 1).remote().get());
    List<ObjectRef<Integer>> refs = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      refs.add(counter.task(Counter::add, i).remote());
    }
    System.out.println("order " + Ray.get(refs));
    counter.task(Counter::reset).remote();
    System.out.println("reset " + counter.task(Counter::get).remote().get());
    System.out.println("ref " + counter.task(Counter::add, Ray.put(4)).remote().get());
    System.out.println("handle " + Ray.task(Actors::addThrough, counter, 3).remote().get());
    System.out.println("self " + counter.task(Counter::knowsItself).remote().get());
    ActorHandle<Parent> parent = Ray.actor(Parent::new).remote();
    System.out.println("child " + parent.task(Parent::addToChild, 5).remote().get());

    ActorHandle<Counter> named =
        Ray.actor(Counter::new, 1)
            .setName("the-counter")
            .setLifetime(ActorLifetime.NON_DETACHED)
            .remote();
    named.task(Counter::get).remote().get();
    Optional<ActorHandle<Counter>> found = Ray.getActor("the-counter");
    System.out.println(
        "found " + found.isPresent() + " " + found.get().task(Counter::add, 1).remote().get());
    System.out.println("same " + found.get().getId().equals(named.getId()));
    System.out.println("missing " + Ray.getActor("nobody").isPresent());

    ConcurrencyGroup group =
        new ConcurrencyGroupBuilder<Counter>()
            .setName("meeting")
            .setMaxConcurrency(2)
            .addMethod(Counter::meet)
            .build();
    ActorHandle<Counter> concurrent =
        Ray.actor(Counter::new, 7).setConcurrencyGroups(group).remote();
    ObjectRef<Boolean> first = concurrent.task(Counter::meet).remote();
    System.out.println("beside " + concurrent.task(Counter::get).remote().get());
    System.out.println("meet " + concurrent.task(Counter::meet).remote().get() + " " + first.get());

    ActorHandle<Counter> restartable = Ray.actor(Counter::new, 3).setMaxRestarts(1).remote();
    restartable.task(Counter::add, 1).remote().get();
    System.out.println("before " + restartable.task(Counter::wasRestarted).remote().get());
    restartable.kill(false);
    String after = null;
    while (after == null) {
      try {
        after =
            restartable.task(Counter::get).remote().get()
                + " "
                + restartable.task(Counter::wasRestarted).remote().get();
        if (after.equals("4 false")) {
          after = null;
        }
      } catch (RayActorException e) {
        Thread.sleep(100);
      }
    }
    System.out.println("after " + after);

    named.kill();
    expectDeath("killed", named);
    counter.task(Counter::exit).remote();
    expectDeath("exited", counter);
    Ray.shutdown();
  }
}
