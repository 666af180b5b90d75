package org.akkaray.runtime.remote;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.function.FunctionCode;
import org.akkaray.runtime.wire.FunctionDefinition;
import org.akkaray.runtime.wire.Message;
import org.jspecify.annotations.Nullable;

/**
 * Functions as numbers that two nodes agree on: what a number means is said once, before its first
 * use, and links keep the order. Thread-safe.
 */
final class FunctionNumbers {
  private final NodeContext node;
  private final Map<UniqueId, Map<FunctionCode, Integer>> said = new ConcurrentHashMap<>();
  private final Map<UniqueId, Map<Integer, FunctionCode>> heard = new ConcurrentHashMap<>();

  FunctionNumbers(NodeContext node) {
    this.node = node;
  }

  /** The number of a function in messages to a node. */
  int numberFor(FunctionCode code, UniqueId to) {
    Map<FunctionCode, Integer> numbers = said.computeIfAbsent(to, id -> new ConcurrentHashMap<>());
    Integer known = numbers.get(code);
    if (known != null) {
      return known;
    }
    synchronized (numbers) { // so that the next number's definition comes after this one's
      return numbers.computeIfAbsent(code, fresh -> define(fresh, numbers.size() + 1, to));
    }
  }

  private int define(FunctionCode code, int number, UniqueId to) {
    node.send(to, Message.newBuilder().setFunction(toWire(code, number)));
    return number;
  }

  void onDefinition(UniqueId from, FunctionDefinition definition) {
    heard
        .computeIfAbsent(from, id -> new ConcurrentHashMap<>())
        .put(definition.getNumber(), fromWire(definition));
  }

  static FunctionDefinition toWire(FunctionCode code, int number) {
    return FunctionDefinition.newBuilder()
        .setNumber(number)
        .setCapturingClass(code.capturingClass())
        .setInterfaceClass(code.interfaceClass())
        .setInterfaceMethod(code.interfaceMethod())
        .setInterfaceSignature(code.interfaceSignature())
        .setImplementationKind(code.implementationKind())
        .setImplementationClass(code.implementationClass())
        .setImplementationMethod(code.implementationMethod())
        .setImplementationSignature(code.implementationSignature())
        .setInstantiatedType(code.instantiatedType())
        .setCapturedCount(code.capturedCount())
        .build();
  }

  static FunctionCode fromWire(FunctionDefinition definition) {
    return new FunctionCode(
        definition.getCapturingClass(),
        definition.getInterfaceClass(),
        definition.getInterfaceMethod(),
        definition.getInterfaceSignature(),
        definition.getImplementationKind(),
        definition.getImplementationClass(),
        definition.getImplementationMethod(),
        definition.getImplementationSignature(),
        definition.getInstantiatedType(),
        definition.getCapturedCount());
  }

  /** The function that a node gave a number. */
  FunctionCode function(UniqueId from, int number) {
    Map<Integer, FunctionCode> numbers = heard.get(from);
    @Nullable FunctionCode code = numbers == null ? null : numbers.get(number);
    if (code == null) {
      throw new IllegalStateException(
          "Node " + from + " calls function " + number + " without having said what that is.");
    }
    return code;
  }

  void nodeDown(UniqueId gone) {
    said.remove(gone);
    heard.remove(gone);
  }
}
