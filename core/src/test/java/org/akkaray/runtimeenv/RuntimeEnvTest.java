package org.akkaray.runtimeenv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.akkaray.exception.RuntimeEnvException;
import org.akkaray.runtimeenv.types.RuntimeEnvName;
import org.junit.jupiter.api.Test;

class RuntimeEnvTest {
  private final RuntimeEnv env = new RuntimeEnv.Builder().build();

  @Test
  void valuesComeBackAfterBeingWrittenAndRead() {
    env.set(RuntimeEnvName.ENV_VARS, Map.of("A", "1"));
    env.set(RuntimeEnvName.JARS, List.of("a.jar", "b.jar"));
    env.setJsonStr("nested", "{\"list\": [1, 2.5, true, null]}");

    RuntimeEnv copy = RuntimeEnv.deserialize(env.serialize());

    assertThat(copy.get(RuntimeEnvName.ENV_VARS, Map.class)).isEqualTo(Map.of("A", "1"));
    assertThat(copy.get(RuntimeEnvName.JARS, List.class)).isEqualTo(List.of("a.jar", "b.jar"));
    assertThat(copy.getJsonStr("nested")).isEqualTo("{\"list\":[1,2.5,true,null]}");
    assertThat(copy.serialize()).isEqualTo(env.serialize());
  }

  @Test
  void anEmptyOneIsEmptyTextForTheSystem() {
    assertThat(env.isEmpty()).isTrue();
    assertThat(env.serialize()).isEqualTo("{}");
    assertThat(env.serializeToRuntimeEnvInfo()).isEmpty();
    assertThat(RuntimeEnv.deserialize("").isEmpty()).isTrue();
  }

  @Test
  void theSetUpGoesWithTheInfo() {
    env.set("x", 1);
    env.setConfig(new RuntimeEnvConfig(30, false));

    assertThat(env.serializeToRuntimeEnvInfo())
        .contains(
            "serialized_runtime_env", "\"setup_timeout_seconds\":30", "\"eager_install\":false");
  }

  @Test
  void valuesCanBeAskedForAndRemoved() {
    env.set("x", "text");

    assertThat(env.contains("x")).isTrue();
    assertThat(env.get("x", String.class)).isEqualTo("text");
    assertThat(env.get("y", String.class)).isNull();
    assertThat(env.getJsonStr("y")).isNull();
    assertThat(env.remove("x")).isTrue();
    assertThat(env.remove("x")).isFalse();
    assertThat(env.isEmpty()).isTrue();
  }

  @Test
  void whatIsNotJsonIsRefusedByName() {
    assertThatThrownBy(() -> env.set("stream", new Object()))
        .isInstanceOf(RuntimeEnvException.class)
        .hasMessageContaining("stream");
    assertThatThrownBy(() -> env.setJsonStr("broken", "{"))
        .isInstanceOf(RuntimeEnvException.class)
        .hasMessageContaining("{");
    assertThatThrownBy(() -> RuntimeEnv.deserialize("nonsense"))
        .isInstanceOf(RuntimeEnvException.class)
        .hasMessageContaining("nonsense");
    env.set("number", 1);
    assertThatThrownBy(() -> env.get("number", String.class))
        .isInstanceOf(RuntimeEnvException.class)
        .hasMessageContainingAll("number", "java.lang.String");
    assertThatThrownBy(() -> new RuntimeEnvConfig(-2, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-2");
  }
}
