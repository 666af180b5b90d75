package org.akkaray.benchmarks.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.akkaray.ActorHandle;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;

/** The actor that calls others. */
final class Client {
  private final List<ActorHandle<Server>> servers;

  Client(List<ActorHandle<Server>> servers) {
    this.servers = servers;
  }

  /** Calls each server so often, then gets all. */
  Integer call(Integer times) {
    List<ObjectRef<byte[]>> refs = new ArrayList<>();
    for (ActorHandle<Server> server : servers) {
      for (int i = 0; i < times; i++) {
        refs.add(server.task(Server::smallValue).remote());
      }
    }
    return Ray.get(refs).size();
  }

  /** As {@link #call}, with a reference as the argument. */
  Integer callWithArgument(Integer times) {
    ObjectRef<Integer> zero = Ray.put(0);
    List<ObjectRef<byte[]>> refs = new ArrayList<>();
    for (ActorHandle<Server> server : servers) {
      for (int i = 0; i < times; i++) {
        refs.add(server.task(Server::smallValueOf, zero).remote());
      }
    }
    return Ray.get(refs).size();
  }

  /** As {@link #call}, of the method that returns a future. */
  Integer callFutures(Integer times) {
    List<ObjectRef<CompletableFuture<byte[]>>> refs = new ArrayList<>();
    for (ActorHandle<Server> server : servers) {
      for (int i = 0; i < times; i++) {
        refs.add(server.task(Server::futureValue).remote());
      }
    }
    return Ray.get(refs).size();
  }

  /** A task that spreads calls over servers, then gets all. */
  static Integer spread(List<ActorHandle<Server>> servers, Integer calls) {
    List<ObjectRef<byte[]>> refs = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      refs.add(servers.get(i % servers.size()).task(Server::smallValue).remote());
    }
    return Ray.get(refs).size();
  }

  /** As {@link #spread}, of the method that returns a future. */
  static Integer spreadFutures(List<ActorHandle<Server>> servers, Integer calls) {
    List<ObjectRef<CompletableFuture<byte[]>>> refs = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      refs.add(servers.get(i % servers.size()).task(Server::futureValue).remote());
    }
    return Ray.get(refs).size();
  }
}
