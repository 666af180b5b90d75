package org.akkaray.gcs.table;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.ConfigFactory;
import org.akkaray.runtime.gcs.ControlStoreProvider;
import org.akkaray.runtime.gcs.GlobalControlStore;

/** Found as a service: the control store in H2 or PostgreSQL. */
public final class JdbcControlStoreProvider implements ControlStoreProvider {
  @Override
  public GlobalControlStore open(ActorSystem<?> system) {
    ConfigFactory.invalidateCaches(); // a system property that was set since is seen
    return PersistentGlobalControlStore.open(
        system, GcsSettings.of(ConfigFactory.load().getConfig("ray.gcs")));
  }
}
