package org.akkaray.runtime.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.akkaray.concurrencygroup.ConcurrencyGroup;
import org.akkaray.concurrencygroup.ConcurrencyGroupBuilder;
import org.akkaray.concurrencygroup.annotations.DefConcurrencyGroup;
import org.akkaray.concurrencygroup.annotations.UseConcurrencyGroup;
import org.akkaray.function.RayFunc;
import org.akkaray.function.RayFunc1;
import org.akkaray.function.RayFunc2;
import org.akkaray.options.ActorCreationOptions;
import org.akkaray.runtime.function.FunctionDescriptor;
import org.junit.jupiter.api.Test;

class ConcurrencyLayoutTest {

  @DefConcurrencyGroup(name = "io", maxConcurrency = 3)
  @DefConcurrencyGroup(name = "compute", maxConcurrency = 2)
  static class Annotated {
    @UseConcurrencyGroup(name = "compute")
    int compute() {
      return 1;
    }

    @UseConcurrencyGroup(name = "elsewhere")
    int lost() {
      return 1;
    }

    int plain() {
      return 1;
    }

    int plain(int n) {
      return n;
    }
  }

  private static FunctionDescriptor method(RayFunc function) {
    return FunctionDescriptor.of(function);
  }

  private static final FunctionDescriptor COMPUTE =
      method((RayFunc1<Annotated, Integer>) Annotated::compute);
  private static final FunctionDescriptor PLAIN =
      method((RayFunc1<Annotated, Integer>) Annotated::plain);
  private static final FunctionDescriptor PLAIN_OF_INT =
      method((RayFunc2<Annotated, Integer, Integer>) Annotated::plain);
  private static final FunctionDescriptor LOST =
      method((RayFunc1<Annotated, Integer>) Annotated::lost);

  private static ActorCreationOptions with(ConcurrencyGroup... groups) {
    return new ActorCreationOptions.Builder().setConcurrencyGroups(List.of(groups)).build();
  }

  @Test
  void withoutGroupsThereIsOneLaneOfMaxConcurrency() {
    ConcurrencyLayout layout = ConcurrencyLayout.of(ActorCreationOptions.DEFAULT, String.class);
    assertThat(layout.groups()).containsExactly(new ConcurrencyLayout.Group("default", 1));
    assertThat(layout.isSequential()).isTrue();
    assertThat(layout.indexOf(COMPUTE, null)).isZero();

    ConcurrencyLayout wide =
        ConcurrencyLayout.of(new ActorCreationOptions.Builder().setMaxConcurrency(4).build(), null);
    assertThat(wide.isSequential()).isFalse();
    assertThat(wide.groups().getFirst().maxConcurrency()).isEqualTo(4);
  }

  @Test
  void annotationsDefineGroupsAndSayWhoIsInThem() {
    ConcurrencyLayout layout = ConcurrencyLayout.of(ActorCreationOptions.DEFAULT, Annotated.class);

    assertThat(layout.groups())
        .extracting(ConcurrencyLayout.Group::name)
        .containsExactly("default", "io", "compute");
    assertThat(layout.indexOf(COMPUTE, null)).isEqualTo(2);
    assertThat(layout.indexOf(COMPUTE, "io")).isEqualTo(1);
    assertThat(layout.indexOf(PLAIN, null)).isZero();
    assertThat(layout.isSequential()).isFalse();
  }

  @Test
  void aBuiltGroupHoldsTheOverloadThatItNames() {
    ConcurrencyGroup group =
        new ConcurrencyGroupBuilder<Annotated>()
            .setName("built")
            .setMaxConcurrency(5)
            .addMethod((RayFunc2<Annotated, Integer, Integer>) Annotated::plain)
            .build();
    ConcurrencyLayout layout = ConcurrencyLayout.of(with(group), null);

    assertThat(layout.groups().get(1)).isEqualTo(new ConcurrencyLayout.Group("built", 5));
    assertThat(layout.indexOf(PLAIN_OF_INT, null)).isEqualTo(1);
    assertThat(layout.indexOf(PLAIN, null)).isZero();
  }

  @Test
  void aGroupThatDoesNotExistIsNamedTogetherWithThoseThatDo() {
    ConcurrencyLayout layout = ConcurrencyLayout.of(ActorCreationOptions.DEFAULT, Annotated.class);

    assertThatThrownBy(() -> layout.indexOf(PLAIN, "nowhere"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("nowhere", "io", "compute");
    assertThatThrownBy(() -> layout.indexOf(LOST, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("elsewhere");
  }

  @Test
  void aGroupThatIsBuiltAndAnnotatedIsDefinedTwice() {
    ConcurrencyGroup io = new ConcurrencyGroupBuilder<Annotated>().setName("io").build();

    assertThatThrownBy(() -> ConcurrencyLayout.of(with(io), Annotated.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("io", "twice");
  }
}
