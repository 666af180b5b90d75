package org.akkaray.runtimeenv;

import java.io.Serializable;
import org.akkaray.exception.RuntimeEnvException;
import org.jspecify.annotations.Nullable;

/**
 * What a job, an actor or a task needs around it, as named values: see {@link
 * org.akkaray.runtimeenv.types.RuntimeEnvName} for the names. It is data: a value is what JSON can
 * hold, that is strings, numbers, booleans, lists and maps of them. Implementations are not
 * thread-safe.
 */
public interface RuntimeEnv extends Serializable {
  /** Sets a value; what JSON cannot hold is a {@link RuntimeEnvException}. */
  void set(String name, Object value) throws RuntimeEnvException;

  /** Sets a value given as JSON. */
  void setJsonStr(String name, String json) throws RuntimeEnvException;

  /**
   * The value with this name, null if there is none; one of another class is a {@link
   * RuntimeEnvException}.
   */
  <T> @Nullable T get(String name, Class<T> type) throws RuntimeEnvException;

  /** The value with this name as JSON, null if there is none. */
  @Nullable String getJsonStr(String name) throws RuntimeEnvException;

  /** Whether there is a value with this name. */
  boolean contains(String name);

  /** Removes a value; false if there was none. */
  boolean remove(String name) throws RuntimeEnvException;

  /** All values as a JSON object. */
  String serialize() throws RuntimeEnvException;

  /** Whether there is no value. */
  boolean isEmpty();

  /** All values and how to set them up, as a JSON object; empty text if there is nothing. */
  String serializeToRuntimeEnvInfo() throws RuntimeEnvException;

  /** Sets how it is set up. */
  void setConfig(RuntimeEnvConfig config);

  /** How it is set up, null if that was not set. */
  @Nullable RuntimeEnvConfig getConfig();

  /** What {@link #serialize} wrote. */
  static RuntimeEnv deserialize(String json) throws RuntimeEnvException {
    return JsonRuntimeEnv.parse(json);
  }

  /** Makes empty runtime environments. */
  class Builder {
    /** With nothing set. */
    public Builder() {}

    /** An empty runtime environment. */
    public RuntimeEnv build() {
      return new JsonRuntimeEnv();
    }
  }
}
