package org.akkaray.objectstore.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArenaFileTest {
  @TempDir Path folder;

  private ArenaFile create(long size) throws IOException {
    return ArenaFile.create(folder.resolve("arena"), ArenaDescriptor.of(size, 100));
  }

  @Test
  void aReaderSeesWhatTheOwnerWrites() throws IOException {
    try (ArenaFile owner = create(1 << 20);
        ArenaFile reader = ArenaFile.openToRead(folder.resolve("arena"))) {
      assertThat(reader.layout()).isEqualTo(owner.layout());
      assertThat(reader.pid()).isEqualTo(ProcessHandle.current().pid());
      owner.data().set(ValueLayout.JAVA_LONG, 64, 42);
      assertThat(reader.data().get(ValueLayout.JAVA_LONG, 64)).isEqualTo(42);
      assertThatThrownBy(() -> reader.data().set(ValueLayout.JAVA_LONG, 64, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void memoryOfAClosedFileThrows() throws IOException {
    ArenaFile file = create(1 << 20);
    MemorySegment data = file.data();
    file.close();

    assertThatThrownBy(() -> data.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anArenaMayBeLargerThanTwoGigabytes() throws IOException {
    long size = 3L << 30;
    Path sparse = folder.resolve("sparse");
    ArenaDescriptor layout = ArenaDescriptor.of(size, 100);
    try (ArenaFile file = create(1 << 20)) {
      Files.copy(folder.resolve("arena"), sparse);
    }
    try (var channel = Files.newByteChannel(sparse, StandardOpenOption.WRITE)) {
      var word = java.nio.ByteBuffer.allocate(8).order(java.nio.ByteOrder.nativeOrder());
      channel.position(ArenaDescriptor.DATA_SIZE_AT).write(word.putLong(size).flip());
      channel.position(layout.fileSize() - 1).write(java.nio.ByteBuffer.wrap(new byte[] {5}));
    }
    try (ArenaFile reader = ArenaFile.openToRead(sparse)) {
      assertThat(reader.data().get(ValueLayout.JAVA_BYTE, size - 1)).isEqualTo((byte) 5);
    }
  }

  @Test
  void aFileSystemWithoutRoomIsSaidAtTheStart() {
    assertThatThrownBy(() -> create(1L << 45))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bytes free, but");
    assertThat(folder.resolve("arena")).doesNotExist();
  }

  @Test
  void whatIsNoArenaOrOfAnotherVersionIsRefused() throws IOException {
    Path text = Files.write(folder.resolve("text"), new byte[8192]);
    assertThatThrownBy(() -> ArenaFile.openToRead(text)).hasMessageContaining("not an arena");
    Path empty = Files.write(folder.resolve("empty"), new byte[0]);
    assertThatThrownBy(() -> ArenaFile.openToRead(empty)).hasMessageContaining("not an arena");

    try (ArenaFile file = create(1 << 16)) {
      file.memory().set(ValueLayout.JAVA_INT, ArenaDescriptor.VERSION_AT, 99);
      assertThatThrownBy(() -> ArenaFile.openToRead(folder.resolve("arena")))
          .hasMessageContainingAll("version 99", "reads version " + ArenaDescriptor.VERSION);
    }
  }
}
