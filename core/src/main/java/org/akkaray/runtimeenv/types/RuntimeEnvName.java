package org.akkaray.runtimeenv.types;

/** The names of what a runtime environment can hold. */
public final class RuntimeEnvName {
  /** Environment variables: a map of strings. */
  public static final String ENV_VARS = "env_vars";

  /** Jar files of the job: a list of their addresses. */
  public static final String JARS = "java_jars";

  private RuntimeEnvName() {}
}
