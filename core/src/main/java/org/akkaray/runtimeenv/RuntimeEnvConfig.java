package org.akkaray.runtimeenv;

import java.io.Serializable;
import org.akkaray.runtime.OptionRules;

/** How a runtime environment is set up. Not thread-safe. */
public class RuntimeEnvConfig implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int DEFAULT_SETUP_TIMEOUT_SECONDS = 600;

  private int setupTimeoutSeconds;
  private boolean eagerInstall;

  /** Ten minutes for the set-up, as soon as the job starts. */
  public RuntimeEnvConfig() {
    this(DEFAULT_SETUP_TIMEOUT_SECONDS, true);
  }

  /** With both settings; -1 seconds for no limit. */
  public RuntimeEnvConfig(int setupTimeoutSeconds, boolean eagerInstall) {
    this.eagerInstall = eagerInstall;
    this.setupTimeoutSeconds = OptionRules.atLeast("setupTimeoutSeconds", -1, setupTimeoutSeconds);
  }

  /** How many seconds the set-up may take, -1 for no limit. */
  public void setSetupTimeoutSeconds(int seconds) {
    this.setupTimeoutSeconds = OptionRules.atLeast("setupTimeoutSeconds", -1, seconds);
  }

  /** How many seconds the set-up may take, -1 for no limit. */
  public Integer getSetupTimeoutSeconds() {
    return setupTimeoutSeconds;
  }

  /** Whether to set it up when the job starts, not at the first call. */
  public void setEagerInstall(boolean eagerInstall) {
    this.eagerInstall = eagerInstall;
  }

  /** Whether it is set up when the job starts, not at the first call. */
  public Boolean getEagerInstall() {
    return eagerInstall;
  }
}
