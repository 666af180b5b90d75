package org.akkaray;

import java.time.Duration;
import org.akkaray.runtime.OptionRules;

/**
 * How a node listens to others, joins them and finds out that one has died: the {@code ray.cluster}
 * section of {@code reference.conf}, which explains each setting. Immutable.
 */
public final class ClusterConfig {
  private final String host;
  private final int port;
  private final boolean insecure;
  private final Duration joinTimeout;
  private final Duration drainTimeout;
  private final Duration heartbeatInterval;
  private final Duration acceptableHeartbeatPause;
  private final Duration stableAfter;

  private ClusterConfig(Builder builder) {
    this.host = builder.host;
    this.port = builder.port;
    this.insecure = builder.insecure;
    this.joinTimeout = builder.joinTimeout;
    this.drainTimeout = builder.drainTimeout;
    this.heartbeatInterval = builder.heartbeatInterval;
    this.acceptableHeartbeatPause = builder.acceptableHeartbeatPause;
    this.stableAfter = builder.stableAfter;
  }

  /** A builder with nothing set. */
  public static Builder builder() {
    return new Builder();
  }

  /** The address that the node listens on and others know it by; 127.0.0.1 if not set. */
  public String getHost() {
    return host;
  }

  /** The port that the node listens on; 0, which stands for any free one, if not set. */
  public int getPort() {
    return port;
  }

  /** Whether the node may listen on an address other machines can reach; not so if not set. */
  public boolean isInsecure() {
    return insecure;
  }

  /** How long joining a cluster may take; 30 s if not set. */
  public Duration getJoinTimeout() {
    return joinTimeout;
  }

  /** How long a node that leaves lets its work run on; 30 s if not set. */
  public Duration getDrainTimeout() {
    return drainTimeout;
  }

  /** How often nodes tell each other that they live; 500 ms if not set. */
  public Duration getHeartbeatInterval() {
    return heartbeatInterval;
  }

  /** How long a node may be silent before it counts as unreachable; 5 s if not set. */
  public Duration getAcceptableHeartbeatPause() {
    return acceptableHeartbeatPause;
  }

  /** How long nodes must be unreachable before the smaller part is given up; 5 s if not set. */
  public Duration getStableAfter() {
    return stableAfter;
  }

  /** Collects and checks the settings. Not thread-safe. */
  public static final class Builder {
    private String host = "127.0.0.1";
    private int port;
    private boolean insecure;
    private Duration joinTimeout = Duration.ofSeconds(30);
    private Duration drainTimeout = Duration.ofSeconds(30);
    private Duration heartbeatInterval = Duration.ofMillis(500);
    private Duration acceptableHeartbeatPause = Duration.ofSeconds(5);
    private Duration stableAfter = Duration.ofSeconds(5);

    private Builder() {}

    /**
     * The address that the node listens on and others know it by. Another one than loopback needs
     * {@link #setInsecure}.
     */
    public Builder setHost(String host) {
      this.host = OptionRules.name("host", host);
      return this;
    }

    /** The port that the node listens on, 0 for any free one. */
    public Builder setPort(int port) {
      this.port = OptionRules.port("port", port);
      return this;
    }

    /**
     * Lets the node listen on an address other machines can reach. There is no authentication:
     * whoever can connect can run code.
     */
    public Builder setInsecure(boolean insecure) {
      this.insecure = insecure;
      return this;
    }

    /** How long joining a cluster may take, above 0. */
    public Builder setJoinTimeout(Duration timeout) {
      this.joinTimeout = OptionRules.positive("joinTimeout", timeout);
      return this;
    }

    /** How long a node that leaves lets its work run on; zero for not at all. */
    public Builder setDrainTimeout(Duration timeout) {
      this.drainTimeout = OptionRules.time("drainTimeout", timeout);
      return this;
    }

    /** How often nodes tell each other that they live, above 0. */
    public Builder setHeartbeatInterval(Duration interval) {
      this.heartbeatInterval = OptionRules.positive("heartbeatInterval", interval);
      return this;
    }

    /** How long a node may be silent before it counts as unreachable, above 0. */
    public Builder setAcceptableHeartbeatPause(Duration pause) {
      this.acceptableHeartbeatPause = OptionRules.positive("acceptableHeartbeatPause", pause);
      return this;
    }

    /** How long nodes must be unreachable before the smaller part is given up, above 0. */
    public Builder setStableAfter(Duration time) {
      this.stableAfter = OptionRules.positive("stableAfter", time);
      return this;
    }

    /** The configuration as set. */
    public ClusterConfig build() {
      return new ClusterConfig(this);
    }
  }
}
