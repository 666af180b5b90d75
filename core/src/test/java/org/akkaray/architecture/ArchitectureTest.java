package org.akkaray.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The boundaries that keep the parts apart, as tests. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.akkaray");

  private static final DescribedPredicate<JavaClass> PUBLIC_API =
      describe(
          "the public API",
          type ->
              resideInAPackage("org.akkaray..").test(type)
                  && !resideInAnyPackage("org.akkaray.runtime..", "org.akkaray.cli..").test(type));

  private static final DescribedPredicate<JavaClass> INTERNAL =
      resideInAnyPackage(
          "org.akkaray.runtime..",
          "akka..",
          "com.typesafe..",
          "scala..",
          "org.agrona..",
          "org.apache..");

  @Test
  void noPublicSignatureShowsWhatTheSystemIsMadeOf() {
    classes()
        .that(PUBLIC_API)
        .and(describe("are visible", ArchitectureTest::isVisible))
        .should(haveOnlyPublicTypesInSignatures())
        .check(CLASSES);
  }

  @Test
  void thePublicApiDoesNotUseAkka() {
    noClasses()
        .that(PUBLIC_API)
        .should()
        .dependOnClassesThat(resideInAnyPackage("akka.."))
        .check(CLASSES);
  }

  @Test
  void theRuntimesPackagesHaveNoCycles() {
    slices().matching("org.akkaray.runtime.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatItIsAndIsNullMarked() {
    Set<String> packages = new TreeSet<>();
    CLASSES.forEach(type -> packages.add(type.getPackageName()));

    assertThat(packages)
        .allSatisfy(name -> {
          JavaPackage javaPackage = CLASSES.getPackage(name);
          assertThat(javaPackage.tryGetPackageInfo()).as("package-info of %s", name).isPresent();
          assertThat(javaPackage.isAnnotatedWith(NullMarked.class)).as(name).isTrue();
        });
  }

  @Test
  void theRulesSeeTheClasses() {
    assertThat(CLASSES.that(PUBLIC_API)).hasSizeGreaterThan(80);
    assertThat(CLASSES.contain(org.akkaray.Ray.class)).isTrue();
    assertThat(PUBLIC_API.test(CLASSES.get(org.akkaray.runtime.RayRuntime.class))).isFalse();
    assertThat(PUBLIC_API.test(CLASSES.get(org.akkaray.runtimecontext.NodeInfo.class))).isTrue();
  }

  private static boolean isVisible(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
  }

  private static ArchCondition<JavaClass> haveOnlyPublicTypesInSignatures() {
    return new ArchCondition<>("show only public types") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Stream<JavaType> parents =
            Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        parents.forEach(parent -> checkType(type, type.getDescription(), parent, events));
        for (JavaMember member : type.getAllMembers()) {
          if (!member.getOwner().getPackageName().startsWith("java.") && isVisible(member)) {
            typesOf(member)
                .forEach(shown -> checkType(type, member.getDescription(), shown, events));
          }
        }
      }
    };
  }

  private static boolean isVisible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static Stream<JavaType> typesOf(JavaMember member) {
    return switch (member) {
      case JavaField field -> Stream.of(field.getType());
      case JavaCodeUnit code ->
          Stream.of(
                  Stream.of(code.getReturnType()),
                  code.getParameterTypes().stream(),
                  code.getThrowsClause().getTypes().stream().map(JavaType.class::cast))
              .flatMap(types -> types);
      default -> throw new IllegalStateException("a member of no known kind: " + member);
    };
  }

  private static void checkType(
      JavaClass owner, String where, JavaType shown, ConditionEvents events) {
    List<JavaClass> internal = shown.getAllInvolvedRawTypes().stream().filter(INTERNAL).toList();
    if (!internal.isEmpty()) {
      events.add(SimpleConditionEvent.violated(owner, where + " shows " + internal));
    }
  }
}
