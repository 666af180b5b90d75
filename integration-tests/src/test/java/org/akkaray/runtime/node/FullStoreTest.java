package org.akkaray.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.akkaray.ObjectRef;
import org.akkaray.Ray;
import org.akkaray.RayConfig;
import org.akkaray.RaySession;
import org.akkaray.exception.ObjectStoreFullException;
import org.akkaray.exception.RayTaskException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What users meet whose objects do not fit. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FullStoreTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int MEGABYTE = 1 << 20;
  private static final int STORE = 8 * MEGABYTE;

  @TempDir private Path folder;

  private RaySession node(long spillLimit) {
    return RaySession.start(
        RayConfig.builder()
            .setCpus(1)
            .setObjectStoreMemory(STORE)
            .setObjectStoreFolder(folder.resolve("memory").toString())
            .setObjectSpillFolder(folder.resolve("disk").toString())
            .setObjectSpillLimit(spillLimit)
            .build());
  }

  static byte[] bytes(int megabytes) {
    byte[] bytes = new byte[megabytes * MEGABYTE];
    bytes[0] = (byte) megabytes;
    return bytes;
  }

  @Test
  void anObjectLargerThanStoreAndDiskIsRefusedWithTheNumbers() throws Exception {
    try (RaySession session = node(0)) {
      session.call(() -> {
        assertThatThrownBy(() -> Ray.put(bytes(9)))
            .isInstanceOf(ObjectStoreFullException.class)
            .hasMessageContainingAll(
                "needs " + 9 * MEGABYTE + " bytes", "of " + STORE + " bytes are used");
        assertThatThrownBy(() -> Ray.task(FullStoreTest::bytes, 9).remote().get(SOON))
            .isInstanceOf(RayTaskException.class)
            .hasRootCauseInstanceOf(ObjectStoreFullException.class);
        return 0;
      });
    }
  }

  @Test
  void whenStoreAndDiskAreFullOfWhatIsNeededThatIsSaidAndLaterThereIsRoomAgain() throws Exception {
    try (RaySession session = node(0)) {
      session.call(() -> {
        List<ObjectRef<byte[]>> needed = new ArrayList<>();
        needed.add(Ray.put(bytes(3)));
        needed.add(Ray.put(bytes(4)));
        assertThatThrownBy(() -> Ray.put(bytes(2)))
            .isInstanceOf(ObjectStoreFullException.class)
            .hasMessageContainingAll("2 object(s)", "0 of at most 0 bytes lie on disk");
        assertThat(needed.get(1).get()[0]).isEqualTo((byte) 4);
        needed.remove(1).free();
        assertThat(Ray.put(bytes(2)).get()[0]).isEqualTo((byte) 2);
        assertThat(needed.get(0).get()[0]).isEqualTo((byte) 3);
        return 0;
      });
    }
  }

  @Test
  void aWorkingSetThreeTimesTheStoreIsReadBackFromDisk() throws Exception {
    try (RaySession session = node(Long.MAX_VALUE)) {
      session.call(() -> {
        List<ObjectRef<byte[]>> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
          all.add(i % 2 == 0 ? Ray.put(bytes(2)) : Ray.task(FullStoreTest::bytes, 2).remote());
        }
        for (int round = 0; round < 2; round++) {
          for (ObjectRef<byte[]> one : all) {
            assertThat(one.get(SOON)[0]).isEqualTo((byte) 2);
          }
        }
        return 0;
      });
    }
  }
}
