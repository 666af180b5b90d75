package org.akkaray.objectstore.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFolderTest {
  @TempDir Path temp;

  @Test
  void onlyItsOwnerCanEnter() throws IOException {
    Path parent = temp.resolve("all");
    try (NodeFolder folder = NodeFolder.create(parent, "a")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parent)))
          .isEqualTo("rwx------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void twoLivingNodesCannotHaveTheSame() {
    try (NodeFolder first = NodeFolder.create(temp, "a")) {
      assertThatThrownBy(() -> NodeFolder.create(temp, "a"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll(first.path().toString(), "another living node");
      assertThat(NodeFolder.living(temp)).containsExactly(first.path());
    }
    assertThat(NodeFolder.living(temp)).isEmpty();
    NodeFolder.create(temp, "a").close();
  }

  @Test
  void whatADeadNodeLeftIsSweptAndALivingOneLeftAlone() throws IOException {
    Path dead = Files.createDirectories(temp.resolve("dead"));
    Files.createFile(dead.resolve("lock"));
    Files.write(dead.resolve("arena"), new byte[100]);
    try (NodeFolder living = NodeFolder.create(temp, "living")) {
      Files.write(living.path().resolve("arena"), new byte[100]);

      NodeFolder.create(temp, "next").close();

      assertThat(dead).doesNotExist();
      assertThat(living.path().resolve("arena")).exists();
    }
    assertThat(temp.resolve("living")).doesNotExist();
    assertThat(temp.resolve("next")).doesNotExist();
  }

  @Test
  void aFolderThatCannotBeMadeIsSaidToBe() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));

    assertThatThrownBy(() -> NodeFolder.create(file.resolve("inside"), "a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(file.toString(), "ray.node.object-store-folder");
  }
}
