package org.akkaray.gcs.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.akkaray.gcs");

  @Test
  void theControlStoreKnowsNothingOfAeronAndOfTheObjectStore() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.aeron..", "org.akkaray.objectstore..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.akkaray.gcs.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theDatabaseAndTheRecordsKnowNothingOfAkka() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.akkaray.gcs.database",
            "org.akkaray.gcs.rows",
            "org.akkaray.gcs.offline",
            "org.akkaray.gcs.lineage",
            "org.akkaray.gcs.cli")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("akka..")
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatItIs() {
    Set<String> packages =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> !name.endsWith(".wire"))
            .collect(Collectors.toSet());
    Set<String> described =
        CLASSES.stream()
            .filter(type -> type.getSimpleName().equals("package-info"))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());
    assertThat(described).containsAll(packages);
  }
}
