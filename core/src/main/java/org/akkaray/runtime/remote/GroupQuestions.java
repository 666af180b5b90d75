package org.akkaray.runtime.remote;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.akkaray.exception.RayException;
import org.akkaray.id.UniqueId;
import org.akkaray.runtime.wire.GroupReply;
import org.akkaray.runtime.wire.GroupRequest;
import org.akkaray.runtime.wire.Message;

/** What this node asks drivers' nodes about placement groups of their jobs. Thread-safe. */
final class GroupQuestions {
  private final NodeContext node;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, Question> open = new ConcurrentHashMap<>();

  private record Question(UniqueId asked, CompletableFuture<GroupReply> answer) {}

  GroupQuestions(NodeContext node) {
    this.node = node;
  }

  /**
   * Asks a node.
   *
   * @return fails with a {@link RayException} if that node is gone
   */
  CompletableFuture<GroupReply> ask(UniqueId to, GroupRequest.Builder request) {
    long number = numbers.incrementAndGet();
    CompletableFuture<GroupReply> answer = new CompletableFuture<>();
    open.put(number, new Question(to, answer));
    answer.whenComplete((done, failure) -> open.remove(number));
    node.send(to, Message.newBuilder().setGroupRequest(request.setRequest(number)));
    node.links().flush(to);
    if (!node.knows(to)) {
      nodeDown(to);
    }
    return answer;
  }

  void onReply(GroupReply reply) {
    Question question = open.get(reply.getRequest());
    if (question != null) {
      question.answer.complete(reply);
    }
  }

  void nodeDown(UniqueId gone) {
    open.values().stream()
        .filter(question -> question.asked.equals(gone))
        .toList()
        .forEach(question ->
            question.answer.completeExceptionally(
                new RayException(
                    "The driver's node " + gone + ", which keeps the placement groups, is gone.")));
  }
}
