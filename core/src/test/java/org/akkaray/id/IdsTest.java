package org.akkaray.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class IdsTest {

  /** One type of id: how to make one, and how to read it back. */
  record Kind<T extends BaseId>(
      String name,
      int length,
      T nil,
      T sample,
      Function<byte[], T> fromBytes,
      Function<ByteBuffer, T> fromBuffer,
      Function<String, T> fromHex) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Kind<?>> KINDS =
      List.of(
          new Kind<>(
              "UniqueId",
              16,
              UniqueId.NIL,
              UniqueId.randomId(),
              UniqueId::fromBytes,
              UniqueId::fromByteBuffer,
              UniqueId::fromHexString),
          new Kind<>(
              "ActorId",
              16,
              ActorId.NIL,
              ActorId.fromRandom(),
              ActorId::fromBytes,
              ActorId::fromByteBuffer,
              ActorId::fromHexString),
          new Kind<>(
              "PlacementGroupId",
              16,
              PlacementGroupId.NIL,
              PlacementGroupId.fromRandom(),
              PlacementGroupId::fromBytes,
              PlacementGroupId::fromByteBuffer,
              PlacementGroupId::fromHexString),
          new Kind<>(
              "TaskId",
              16,
              TaskId.NIL,
              TaskId.forDriver(JobId.fromInt(3)),
              TaskId::fromBytes,
              TaskId::fromByteBuffer,
              TaskId::fromHexString),
          new Kind<>(
              "JobId",
              4,
              JobId.NIL,
              JobId.fromInt(0x01020304),
              JobId::fromBytes,
              JobId::fromByteBuffer,
              JobId::fromHexString),
          new Kind<>(
              "ObjectId",
              20,
              ObjectId.NIL,
              ObjectId.fromRandom(),
              ObjectId::fromBytes,
              ObjectId::fromByteBuffer,
              ObjectId::fromHexString));

  @ParameterizedTest
  @FieldSource("KINDS")
  <T extends BaseId> void comesBackFromBytesBuffersAndHexadecimal(Kind<T> kind) {
    T id = kind.sample();

    assertThat(id.size()).isEqualTo(kind.length());
    assertThat(id.getBytes()).hasSize(kind.length());
    assertThat(id.toString()).hasSize(2 * kind.length()).isLowerCase();
    assertThat(kind.fromBytes().apply(id.getBytes())).isEqualTo(id).hasSameHashCodeAs(id);
    assertThat(kind.fromBuffer().apply(id.toByteBuffer())).isEqualTo(id);
    assertThat(kind.fromHex().apply(id.toString())).isEqualTo(id);
    assertThat(kind.fromHex().apply(id.toString().toUpperCase(Locale.ROOT))).isEqualTo(id);
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  <T extends BaseId> void comesBackFromJavaSerialization(Kind<T> kind) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(kind.sample());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(kind.sample());
    }
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  <T extends BaseId> void nilIsAllOnesAndNothingElseIs(Kind<T> kind) {
    assertThat(kind.nil().isNil()).isTrue();
    assertThat(kind.nil().toString()).isEqualTo("ff".repeat(kind.length()));
    assertThat(kind.sample().isNil()).isFalse();
    assertThat(kind.sample()).isNotEqualTo(kind.nil());
  }

  @ParameterizedTest
  @FieldSource("KINDS")
  <T extends BaseId> void refusesTheWrongNumberOfBytesAndWhatIsNotHexadecimal(Kind<T> kind) {
    byte[] tooShort = new byte[kind.length() - 1];
    assertThatThrownBy(() -> kind.fromBytes().apply(tooShort))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(kind.name(), "" + kind.length(), "" + tooShort.length);
    assertThatThrownBy(() -> kind.fromBuffer().apply(ByteBuffer.wrap(tooShort)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(kind.name());
    assertThatThrownBy(() -> kind.fromHex().apply("abc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(kind.name(), "abc");
    assertThatThrownBy(() -> kind.fromHex().apply("xy".repeat(kind.length())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(kind.name(), "xyxy");
  }

  @Test
  void aBufferIsReadFromItsPositionAndAdvanced() {
    ByteBuffer two = ByteBuffer.allocate(32);
    TaskId first = TaskId.forDriver(JobId.fromInt(1));
    TaskId second = TaskId.forDriver(JobId.fromInt(2));
    two.put(first.toByteBuffer()).put(second.toByteBuffer()).flip();

    assertThat(TaskId.fromByteBuffer(two)).isEqualTo(first);
    assertThat(TaskId.fromByteBuffer(two)).isEqualTo(second);
    assertThat(two.remaining()).isZero();
  }

  @Test
  void idsOfDifferentTypesAreNeverEqual() {
    assertThat((Object) TaskId.of(1, 2)).isNotEqualTo(ActorId.of(1, 2));
    assertThat((Object) UniqueId.of(1, 2)).isNotEqualTo(PlacementGroupId.of(1, 2));
  }

  @Test
  void changingTheBytesGivenOrReturnedDoesNotChangeTheId() {
    byte[] bytes = UniqueId.randomId().getBytes();
    UniqueId id = new UniqueId(bytes);
    String before = id.toString();

    bytes[0]++;
    id.getBytes()[1]++;

    assertThat(id).hasToString(before);
    assertThat(id.toByteBuffer().isReadOnly()).isTrue();
  }

  @Test
  void returnsAndPutsOfATaskHaveIndexesOfTheirOwn() {
    TaskId task = TaskId.forDriver(JobId.fromInt(9));

    assertThat(ObjectId.forReturn(task, 0)).isNotEqualTo(ObjectId.forPut(task, 0));
    assertThat(ObjectId.forReturn(task, 3).index()).isEqualTo(3);
    assertThat(ObjectId.forPut(task, 3).index()).isEqualTo(-4);
    assertThat(ObjectId.forPut(task, 3).isPut()).isTrue();
    assertThat(ObjectId.forReturn(task, 3).isPut()).isFalse();
    assertThat(ObjectId.forReturn(task, 3).getTaskId()).isEqualTo(task);
    assertThat(ObjectId.forReturn(task, 1).toString()).isEqualTo(task + "00000001");
    assertThatThrownBy(() -> ObjectId.forReturn(task, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> ObjectId.forPut(task, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anActorHasTheBitsOfTheTaskThatCreatesIt() {
    TaskId creation = TaskId.forChild(TaskId.forDriver(JobId.fromInt(4)), 0);

    assertThat(ActorId.forCreation(creation)).hasToString(creation.toString());
    assertThat(ActorId.forCreation(creation).getJobId()).isEqualTo(JobId.fromInt(4));
  }
}
