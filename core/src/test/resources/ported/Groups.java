import io.ray.api.ActorHandle;
import io.ray.api.PlacementGroups;
import io.ray.api.Ray;
import io.ray.api.id.ActorId;
import io.ray.api.id.JobId;
import io.ray.api.id.ObjectId;
import io.ray.api.id.UniqueId;
import io.ray.api.options.PlacementGroupCreationOptions;
import io.ray.api.parallelactor.ParallelActor;
import io.ray.api.parallelactor.ParallelActorHandle;
import io.ray.api.placementgroup.PlacementGroup;
import io.ray.api.placementgroup.PlacementStrategy;
import io.ray.api.runtimecontext.NodeInfo;
import io.ray.api.runtimecontext.RuntimeContext;
import java.util.List;
import java.util.Map;

/** Placement groups, parallel actors, the runtime context, ids. */
public class Groups {

  public static class Adder {
    private int value;

    public Adder(int start) {
      value = start;
    }

    public int add(int n) {
      value += n;
      return value;
    }
  }

  public static Adder newAdder() {
    return new Adder(10);
  }

  public static int one() {
    return 1;
  }

  public static String namespace() {
    return Ray.getRuntimeContext().getNamespace();
  }

  public static void main(String[] args) {
    System.setProperty("ray.job.namespace", "ported");
    Ray.init();
    RuntimeContext context = Ray.getRuntimeContext();
    System.out.println(
        "namespace " + context.getNamespace() + " " + Ray.task(Groups::namespace).remote().get());
    System.out.println(
        "job " + context.getCurrentJobId().isNil() + " " + context.getCurrentJobId().size());
    System.out.println("gpus " + context.getGpuIds());
    List<NodeInfo> nodes = context.getAllNodeInfo();
    System.out.println(
        "nodes "
            + nodes.size()
            + " "
            + nodes.get(0).isAlive
            + " "
            + nodes.get(0).resources.get("CPU"));

    PlacementGroup group =
        PlacementGroups.createPlacementGroup(
            new PlacementGroupCreationOptions.Builder()
                .setName("group")
                .setBundles(List.of(Map.of("CPU", 1.0)))
                .setStrategy(PlacementStrategy.STRICT_PACK)
                .build());
    System.out.println("ready " + group.wait(30));
    PlacementGroup found = PlacementGroups.getPlacementGroup("group");
    System.out.println(
        "found "
            + found.getId().equals(group.getId())
            + " "
            + found.getState()
            + " "
            + found.getStrategy()
            + " "
            + found.getBundles());
    System.out.println(
        "inside " + Ray.task(Groups::one).setPlacementGroup(group, 0).remote().get());
    ActorHandle<Adder> actor =
        Ray.actor(Adder::new, 1).setPlacementGroup(group, 0).setResource("CPU", 1.0).remote();
    System.out.println("actor " + actor.task(Adder::add, 2).remote().get());
    actor.kill();
    PlacementGroups.removePlacementGroup(group.getId());

    ParallelActorHandle<Adder> parallel =
        ParallelActor.actor(Groups::newAdder).setParallelism(2).remote();
    System.out.println("parallelism " + parallel.getParallelism());
    System.out.println("first " + parallel.getInstance(0).task(Adder::add, 1).remote().get());
    System.out.println("second " + parallel.getInstance(1).task(Adder::add, 2).remote().get());
    System.out.println("first again " + parallel.getInstance(0).task(Adder::add, 3).remote().get());

    System.out.println("lengths " + JobId.LENGTH + " " + ActorId.LENGTH);
    UniqueId id = UniqueId.randomId();
    System.out.println(
        "round trip "
            + UniqueId.fromHexString(id.toString()).equals(id)
            + " "
            + UniqueId.fromBytes(id.getBytes()).equals(id));
    System.out.println("nil " + ActorId.NIL.isNil() + " " + ActorId.NIL);
    System.out.println("object id " + (ObjectId.fromRandom().getBytes().length == ObjectId.LENGTH));
    Ray.shutdown();
  }
}
