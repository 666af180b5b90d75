package org.akkaray.gcs.database;

import static org.akkaray.gcs.table.TestStore.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.akkaray.gcs.table.TestStore;
import org.akkaray.runtime.gcs.FunctionRecord;
import org.akkaray.runtime.gcs.TableQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedFileTest {
  private static final int ROWS = 300;
  private static final String MARK = "what-must-not-change-";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() {
    try (TestStore store = TestStore.open(settings())) {
      await(
          store
              .tables()
              .functions()
              .putAll(IntStream.range(0, ROWS).mapToObj(DamagedFileTest::row).toList()));
    }
    file = settings().file();
  }

  private DatabaseSettings settings() {
    return DatabaseSettings.h2(folder.resolve("store"), 2);
  }

  private static FunctionRecord row(int i) {
    return new FunctionRecord("hash" + i, MARK + i, i, new byte[] {1, 2, 3});
  }

  @Test
  void aFlippedByteInAnEventIsFoundAtTheStart() throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    byte[] mark = MARK.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at + mark.length <= bytes.length; at++) { // the file has old copies too
      if (startsAt(bytes, at, mark)) {
        bytes[at + 3] ^= 1;
      }
    }
    Files.write(file, bytes);
    assertThatThrownBy(() -> StoreDatabase.open(settings()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("is damaged")
        .hasMessageContaining("move the file away")
        .hasMessageContaining("org.h2.tools.Recover");
  }

  private static boolean startsAt(byte[] bytes, int at, byte[] mark) {
    return IntStream.range(0, mark.length).allMatch(i -> bytes[at + i] == mark[i]);
  }

  @Test
  void aFileThatIsNoDatabaseIsFoundAtTheStart() throws Exception {
    byte[] bytes = new byte[40_000];
    new Random(1).nextBytes(bytes);
    Files.write(file, bytes);
    assertThatThrownBy(() -> StoreDatabase.open(settings()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void aTornFileIsFoundAtTheStart() throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    for (int left : new int[] {bytes.length / 3, bytes.length / 2, bytes.length - 4096}) {
      Files.write(file, Arrays.copyOf(bytes, left));
      assertThatThrownBy(() -> StoreDatabase.open(settings()))
          .as("%d of %d bytes", left, bytes.length)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is damaged");
    }
  }

  /** It may be refused, or the byte may not matter; but what is answered is right. */
  @Test
  void aByteThatIsFlippedAnywhereGivesNoWrongAnswer() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    byte[] good = Files.readAllBytes(file);
    int refused = 0;
    for (int round = 0; round < 6; round++) {
      byte[] bytes = good.clone();
      int at = random.nextInt(bytes.length);
      bytes[at] ^= (byte) (1 + random.nextInt(255));
      Files.write(file, bytes);
      try (TestStore store = TestStore.open(settings())) {
        assertThat(await(store.tables().functions().scan(TableQuery.first(1000))))
            .as("seed %d, byte %d", seed, at)
            .hasSize(ROWS)
            .allSatisfy(row -> assertThat(row.name()).isEqualTo(MARK + row.size()));
      } catch (IllegalStateException e) {
        refused++;
        assertThat(e).as("seed %d, byte %d", seed, at).hasMessageContaining(file.toString());
      }
    }
    System.out.println(refused + " of 6 refused");
  }
}
