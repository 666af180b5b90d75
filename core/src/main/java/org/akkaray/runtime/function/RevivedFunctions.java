package org.akkaray.runtime.function;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.akkaray.function.RayFunc;
import org.jspecify.annotations.Nullable;

/**
 * Functions that came from other JVMs, found in the classes of this one: looked up when first
 * needed, kept for as long as this lives, and with them their class loaders. Thread-safe.
 */
final class RevivedFunctions {
  private static final Object[] NOTHING = {};

  /** A class loader is what it is, whatever it says of being equal to others. */
  private record Place(FunctionCode code, ClassLoader loader) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Place that && that.loader == loader && that.code.equals(code);
    }

    @Override
    public int hashCode() {
      return 31 * code.hashCode() + System.identityHashCode(loader);
    }
  }

  /**
   * @param function ready to run; null for what captures, which is made for each run
   */
  private record Revived(FunctionDescriptor descriptor, @Nullable RayFunc function) {}

  private final ConcurrentMap<Place, Revived> known = new ConcurrentHashMap<>();

  RayFunc revive(FunctionImage image, ClassLoader loader) {
    Place place = new Place(image.code(), loader);
    Revived revived = known.get(place);
    if (revived == null) {
      // Not under the map's lock: this runs static initializers of the user's.
      revived = find(image.code(), loader);
      known.put(place, revived);
    }
    return revived.function != null
        ? revived.function
        : new FrozenFunction(revived.descriptor, image.captured());
  }

  private static Revived find(FunctionCode code, ClassLoader loader) {
    FunctionDescriptor descriptor = FunctionDescriptor.of(code, loader);
    if (code.capturedCount() > 0) {
      descriptor.reviver().prepare();
      return new Revived(descriptor, null);
    }
    return new Revived(descriptor, descriptor.reviver().revive(NOTHING));
  }
}
