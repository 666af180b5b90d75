package org.akkaray.runtime.actor;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.akkaray.RayActor;

/**
 * Calls the protected hooks of {@link RayActor}, which are its subclasses' business and nobody
 * else's.
 */
final class RayActorHooks {
  private static final MethodHandle ON_START = hook("onStart");
  private static final MethodHandle ON_RESTART = hook("onRestart");
  private static final MethodHandle ON_STOP = hook("onStop");

  private RayActorHooks() {}

  private static MethodHandle hook(String name) {
    try {
      return MethodHandles.privateLookupIn(RayActor.class, MethodHandles.lookup())
          .findVirtual(RayActor.class, name, MethodType.methodType(void.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  static void started(Object object, int epoch) throws Exception {
    call(epoch == 0 ? ON_START : ON_RESTART, object);
  }

  static void stopped(Object object) throws Exception {
    call(ON_STOP, object);
  }

  private static void call(MethodHandle hook, Object object) throws Exception {
    if (object instanceof RayActor actor) {
      try {
        hook.invokeExact(actor);
      } catch (Exception | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e); // the hooks declare Exception: nothing else can come
      }
    }
  }
}
