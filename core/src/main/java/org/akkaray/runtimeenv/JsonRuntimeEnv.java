package org.akkaray.runtimeenv;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.akkaray.exception.RuntimeEnvException;
import org.akkaray.runtime.OptionRules;
import org.jspecify.annotations.Nullable;

/** A runtime environment that keeps each value as its JSON text. */
final class JsonRuntimeEnv implements RuntimeEnv {
  private static final long serialVersionUID = 1;
  private static final String CONFIG = "config";
  private static final String VALUE = "value";
  private static final ConfigRenderOptions JSON = ConfigRenderOptions.concise();

  private final TreeMap<String, String> values = new TreeMap<>();
  private @Nullable RuntimeEnvConfig config;

  static RuntimeEnv parse(String json) {
    JsonRuntimeEnv env = new JsonRuntimeEnv();
    if (!json.isBlank()) {
      parsed(json).forEach(env::set);
    }
    return env;
  }

  @Override
  public void set(String name, Object value) {
    OptionRules.name("runtimeEnv name", name);
    try {
      values.put(name, ConfigValueFactory.fromAnyRef(value).render(JSON));
    } catch (ConfigException e) {
      throw new RuntimeEnvException(
          "The value of " + name + " in a runtime environment is not what JSON can hold: " + value,
          e);
    }
  }

  @Override
  public void setJsonStr(String name, String json) {
    set(name, parsed("{\"" + VALUE + "\": " + json + "}").get(VALUE));
  }

  @Override
  public <T> @Nullable T get(String name, Class<T> type) {
    String json = values.get(name);
    if (json == null) {
      return null;
    }
    Object value = parsed("{\"" + VALUE + "\": " + json + "}").get(VALUE);
    if (!type.isInstance(value)) {
      throw new RuntimeEnvException(
          "The value of "
              + name
              + " in a runtime environment is no "
              + type.getName()
              + ": "
              + json);
    }
    return type.cast(value);
  }

  @Override
  public @Nullable String getJsonStr(String name) {
    return values.get(name);
  }

  @Override
  public boolean contains(String name) {
    return values.containsKey(name);
  }

  @Override
  public boolean remove(String name) {
    return values.remove(name) != null;
  }

  @Override
  public String serialize() {
    return rendered(asMap());
  }

  @Override
  public boolean isEmpty() {
    return values.isEmpty();
  }

  @Override
  public String serializeToRuntimeEnvInfo() {
    if (isEmpty() && config == null) {
      return "";
    }
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("serialized_runtime_env", serialize());
    if (config != null) {
      info.put(
          "runtime_env_config",
          Map.of(
              "setup_timeout_seconds", config.getSetupTimeoutSeconds(),
              "eager_install", config.getEagerInstall()));
    }
    return rendered(info);
  }

  @Override
  public void setConfig(RuntimeEnvConfig config) {
    this.config = OptionRules.given(CONFIG, config);
  }

  @Override
  public @Nullable RuntimeEnvConfig getConfig() {
    return config;
  }

  @Override
  public String toString() {
    return serialize();
  }

  private Map<String, Object> asMap() {
    Map<String, Object> all = new LinkedHashMap<>();
    values.forEach(
        (name, json) -> all.put(name, parsed("{\"" + VALUE + "\": " + json + "}").get(VALUE)));
    return all;
  }

  private static String rendered(Map<String, Object> values) {
    return ConfigValueFactory.fromMap(values).render(JSON);
  }

  private static Map<String, Object> parsed(String json) {
    try {
      return ConfigFactory.parseString(
              json, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON))
          .root()
          .unwrapped();
    } catch (ConfigException e) {
      throw new RuntimeEnvException("This is not JSON: " + json, e);
    }
  }
}
