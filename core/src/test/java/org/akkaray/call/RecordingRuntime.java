package org.akkaray.call;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.akkaray.runtime.CurrentRuntime;
import org.akkaray.runtime.RayRuntime;

/**
 * A runtime that only writes down what it is asked for, bound to the calling thread until it is
 * closed.
 */
final class RecordingRuntime implements AutoCloseable {

  /** What was asked: the name of the runtime's method, and its arguments. */
  record Request(String method, List<Object> arguments) {}

  final List<Request> requests = new ArrayList<>();
  private final CurrentRuntime.Binding previous;

  RecordingRuntime() {
    RayRuntime runtime =
        (RayRuntime)
            Proxy.newProxyInstance(
                RayRuntime.class.getClassLoader(),
                new Class<?>[] {RayRuntime.class},
                (proxy, method, arguments) -> {
                  requests.add(new Request(method.getName(), Arrays.asList(arguments)));
                  return null;
                });
    previous = CurrentRuntime.bind(() -> runtime);
  }

  Request last() {
    return requests.getLast();
  }

  @Override
  public void close() {
    CurrentRuntime.restore(previous);
  }
}
