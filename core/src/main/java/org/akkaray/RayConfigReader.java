package org.akkaray;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.akkaray.options.ActorLifetime;
import org.akkaray.runtime.OptionRules;
import org.akkaray.runtimeenv.RuntimeEnv;
import org.akkaray.runtimeenv.RuntimeEnvConfig;
import org.akkaray.runtimeenv.types.RuntimeEnvName;

/**
 * Reads a {@link RayConfig} from HOCON. Which keys exist is what {@code reference.conf} lists: a
 * section that is empty there takes any key.
 */
final class RayConfigReader {
  private static final String RAY = "ray";

  private RayConfigReader() {}

  /** Reads afresh: a system property that was set since the last time is seen. */
  static RayConfig load() {
    ConfigFactory.invalidateCaches();
    return read(ConfigFactory.load(), ConfigFactory.defaultReferenceUnresolved());
  }

  static RayConfig read(Config all, Config reference) {
    try {
      refuseUnknown(all.getObject(RAY), reference.getObject(RAY));
      return read(all.getConfig(RAY));
    } catch (ConfigException e) {
      throw new IllegalArgumentException("The configuration cannot be read: " + e.getMessage(), e);
    }
  }

  private static RayConfig read(Config ray) {
    RayConfig.Builder builder = RayConfig.builder();
    ifText(ray, "address", builder::setAddress);
    ifText(ray, "job.namespace", builder::setNamespace);
    ifText(ray, "node.name", builder::setNodeName);
    ifSet(ray, "node.num-cpus", ray::getDouble, builder::setCpus);
    ifSet(ray, "node.num-gpus", ray::getDouble, builder::setGpus);
    ifSet(ray, "node.memory", ray::getBytes, builder::setMemory);
    ifSet(ray, "node.object-store-memory", ray::getBytes, builder::setObjectStoreMemory);
    ifText(ray, "node.object-store-folder", builder::setObjectStoreFolder);
    ifText(ray, "node.object-spill-folder", builder::setObjectSpillFolder);
    ifSet(ray, "job.max-waiting-tasks", ray::getInt, builder::setMaxWaitingTasks);
    ifText(ray, "node.code-folder", builder::setCodeFolder);
    ifSet(ray, "node.object-spill-limit", ray::getBytes, builder::setObjectSpillLimit);
    ifSet(ray, "node.object-spill-threshold", ray::getDouble, builder::setObjectSpillThreshold);
    ifSet(
        ray,
        "node.record-object-creation-sites",
        ray::getBoolean,
        builder::setRecordObjectCreationSites);
    ifSet(ray, "node.inline-object-limit", ray::getBytes, builder::setInlineObjectLimit);
    ifText(
        ray, "job.default-actor-lifetime", text -> builder.setDefaultActorLifetime(lifetime(text)));
    builder.setCodeSearchPath(path(ray, "job.code-search-path"));
    texts(ray.getObject("node.labels")).forEach(builder::setLabel);
    texts(ray.getObject("node.resources"))
        .forEach((name, amount) -> builder.setResource(name, amount(name, amount)));
    builder.setClusterConfig(readCluster(ray));
    readRuntimeEnv(ray.getConfig("job.runtime-env"), builder);
    return builder.build();
  }

  private static ClusterConfig readCluster(Config ray) {
    ClusterConfig.Builder cluster = ClusterConfig.builder();
    ifText(ray, "cluster.host", cluster::setHost);
    ifSet(ray, "cluster.port", ray::getInt, cluster::setPort);
    ifSet(ray, "cluster.insecure", ray::getBoolean, cluster::setInsecure);
    ifSet(ray, "cluster.join-timeout", ray::getDuration, cluster::setJoinTimeout);
    ifSet(ray, "cluster.drain-timeout", ray::getDuration, cluster::setDrainTimeout);
    ifSet(ray, "cluster.heartbeat-interval", ray::getDuration, cluster::setHeartbeatInterval);
    ifSet(
        ray,
        "cluster.acceptable-heartbeat-pause",
        ray::getDuration,
        cluster::setAcceptableHeartbeatPause);
    ifSet(ray, "cluster.stable-after", ray::getDuration, cluster::setStableAfter);
    return cluster.build();
  }

  private static void readRuntimeEnv(Config section, RayConfig.Builder builder) {
    RuntimeEnv env = new RuntimeEnv.Builder().build();
    Map<String, String> variables = texts(section.getObject("env-vars"));
    if (!variables.isEmpty()) {
      env.set(RuntimeEnvName.ENV_VARS, variables);
    }
    List<String> jars = path(section, "jars");
    if (!jars.isEmpty()) {
      env.set(RuntimeEnvName.JARS, jars);
    }
    env.setConfig(
        new RuntimeEnvConfig(
            section.getInt("config.setup-timeout-seconds"),
            section.getBoolean("config.eager-install")));
    if (!env.isEmpty()) {
      builder.setRuntimeEnv(env);
    }
  }

  private static <T> void ifSet(
      Config config, String key, Function<String, T> read, Consumer<T> use) {
    if (!config.hasPath(key)) {
      return;
    }
    T value;
    try {
      value = read.apply(key);
    } catch (ConfigException.WrongType | ConfigException.BadValue e) {
      throw OptionRules.bad(
          RAY + "." + key,
          "must be a number, a size, a time, or true or false",
          config.getValue(key).unwrapped());
    }
    use.accept(value);
  }

  private static void ifText(Config config, String key, Consumer<String> use) {
    if (config.hasPath(key) && !config.getString(key).isEmpty()) {
      use.accept(config.getString(key));
    }
  }

  private static ActorLifetime lifetime(String text) {
    return Arrays.stream(ActorLifetime.values())
        .filter(lifetime -> lifetime.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            OptionRules.bad(
                "ray.job.default-actor-lifetime", "must be DETACHED or NON_DETACHED", text));
  }

  private static double amount(String name, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw OptionRules.bad("ray.node.resources." + name, "must be a number", text);
    }
  }

  /**
   * A list of HOCON, which system properties write as {@code key.0}, {@code key.1}, or one text in
   * the form of a class path, as Ray has it.
   */
  private static List<String> path(Config config, String key) {
    if (config.getValue(key).valueType() != ConfigValueType.STRING) {
      return config.getStringList(key);
    }
    return Arrays.stream(config.getString(key).split(File.pathSeparator))
        .filter(entry -> !entry.isBlank())
        .toList();
  }

  /**
   * The values of a section by their full names: dots in a name, as in ray.io/zone, make no
   * difference.
   */
  private static Map<String, String> texts(ConfigObject section) {
    Map<String, String> texts = new TreeMap<>();
    collect("", section, texts);
    return texts;
  }

  private static void collect(String prefix, ConfigObject section, Map<String, String> into) {
    section.forEach((key, value) -> {
      if (value instanceof ConfigObject deeper) {
        collect(prefix + key + ".", deeper, into);
      } else if (value.valueType() != ConfigValueType.NULL) {
        into.put(prefix + key, String.valueOf(value.unwrapped()));
      }
    });
  }

  private static void refuseUnknown(ConfigObject given, ConfigObject known) {
    TreeSet<String> unknown = new TreeSet<>();
    collectUnknown(RAY, given, known, unknown);
    if (!unknown.isEmpty()) {
      TreeSet<String> all = new TreeSet<>();
      collectKnown(RAY, known, all);
      throw new IllegalArgumentException(
          "Unknown configuration: "
              + String.join(", ", unknown)
              + ". What can be set: "
              + String.join(", ", all));
    }
  }

  private static void collectUnknown(
      String path, ConfigObject given, ConfigObject known, TreeSet<String> into) {
    given.forEach((key, value) -> {
      ConfigValue expected = known.get(key);
      String name = path + "." + key;
      if (expected == null) {
        into.add(name);
      } else if (expected instanceof ConfigObject section && !section.isEmpty()) {
        if (value instanceof ConfigObject inner) {
          collectUnknown(name, inner, section, into);
        } else {
          into.add(name);
        }
      }
    });
  }

  private static void collectKnown(String path, ConfigObject known, TreeSet<String> into) {
    known.forEach((key, value) -> {
      String name = path + "." + key;
      if (value instanceof ConfigObject section) {
        if (section.isEmpty()) {
          into.add(name + ".*");
        } else {
          collectKnown(name, section, into);
        }
      } else {
        into.add(name);
      }
    });
  }
}
