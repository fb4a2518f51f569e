package dev.stele.examples.handbook;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The arrows of {@code docs/architecture.md}, held. */
class ArchitectureTest {

    private static final JavaClasses STELE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.stele.core..", "dev.stele.models..", "dev.stele.migrations..", "dev.stele.crud..");

    /** Packages with more public types than twelve, each with its reason in docs/decisions/0004. */
    private static final Set<String> WIDE =
            Set.of("dev.stele.models", "dev.stele.core.error", "dev.stele.crud.teams", "dev.stele.migrations");

    @Test
    void packagesFormNoCycle() {
        slices().matching("dev.stele.(**)")
                .namingSlices("$1")
                .should()
                .beFreeOfCycles()
                .check(STELE);
    }

    @Test
    void modulesDependOnlyOnTheModulesBelowThem() {
        noClasses()
                .that(resideInAPackage("dev.stele.core.."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("dev.stele.models..", "dev.stele.migrations..", "dev.stele.crud.."))
                .check(STELE);
        noClasses()
                .that(resideInAPackage("dev.stele.models.."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("dev.stele.core..", "dev.stele.migrations..", "dev.stele.crud.."))
                .check(STELE);
        noClasses()
                .that(resideInAPackage("dev.stele.migrations.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.stele.models..", "dev.stele.crud.."))
                .check(STELE);
    }

    @Test
    void nothingReadsSerializedObjects() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.io.ObjectInputStream.class)
                .check(STELE);
    }

    @Test
    void valuesOfQueriesPagesAndErrorsKnowNoHibernateAndNoDriver() {
        noClasses()
                .that(resideInAnyPackage("dev.stele.crud.page..", "dev.stele.core.error..", "dev.stele.core.config.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.hibernate..", "org.postgresql..", "com.zaxxer.."))
                .check(STELE);
        noClasses()
                .that(resideInAPackage("dev.stele.crud.query.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.hibernate..", "org.postgresql.."))
                .check(STELE);
    }

    @Test
    void genericPartsNeverKnowTheEightFamilies() {
        noClasses()
                .that(resideInAnyPackage(
                        "dev.stele.core..",
                        "dev.stele.migrations..",
                        "dev.stele.crud",
                        "dev.stele.crud.query..",
                        "dev.stele.crud.page.."))
                .should()
                .dependOnClassesThat(resideInAPackage("dev.stele.crud.teams..")
                        .or(resideInAPackage("dev.stele.models..")
                                .and(describe("are entities", ArchitectureTest::isEntity))))
                .check(STELE);
    }

    @Test
    void needsNoFrameworkAndNoJsonLibrary() {
        noClasses()
                .that(resideInAPackage("dev.stele.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "org.springframework..",
                        "jakarta.enterprise..",
                        "jakarta.inject..",
                        "com.fasterxml..",
                        "tools.jackson.."))
                .check(STELE);
    }

    @Test
    void publicSignaturesNameNoPoolAndNoMigrationEngine() {
        classes()
                .that(resideInAPackage("dev.stele.."))
                .and()
                .arePublic()
                .should(new SignaturesFreeOf("com.zaxxer.", "liquibase.", "com.password4j.", "io.zonky."))
                .check(STELE);
    }

    @Test
    void publicClassesAreClosedUnlessMadeForInheritance() {
        classes()
                .that(resideInAPackage("dev.stele.."))
                .and()
                .arePublic()
                .and(describe("are plain classes", ArchitectureTest::isPlainClass))
                .and(describe("are not made for inheritance", type -> !MADE_FOR_INHERITANCE.contains(type.getName())))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(STELE);
    }

    private static final Set<String> MADE_FOR_INHERITANCE = Set.of(
            "dev.stele.crud.Dao",
            "dev.stele.core.mapping.ColumnCodec",
            "dev.stele.models.Tracked",
            "dev.stele.models.Versioned",
            "dev.stele.core.error.DatabaseException",
            "dev.stele.core.error.ConstraintViolation");

    @Test
    void packagesHoldAtMostTwelvePublicTypes() {
        Map<String, Set<String>> publicTypes = new TreeMap<>();
        for (JavaClass type : STELE) {
            if (type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass() && !isGenerated(type)) {
                publicTypes
                        .computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                        .add(type.getSimpleName());
            }
        }
        publicTypes.keySet().removeAll(WIDE);

        assertThat(publicTypes)
                .allSatisfy((name, types) -> assertThat(types).as(name).hasSizeLessThanOrEqualTo(12));
    }

    private static boolean isEntity(JavaClass type) {
        return type.isAnnotatedWith("jakarta.persistence.Entity");
    }

    private static boolean isPlainClass(JavaClass type) {
        return !type.isInterface()
                && !type.isEnum()
                && !type.isRecord()
                && !type.isAnonymousClass()
                && !isEntity(type)
                && !isGenerated(type)
                && !type.isAnnotatedWith("jakarta.persistence.Embeddable");
    }

    private static boolean isGenerated(JavaClass type) {
        return type.getSimpleName().endsWith("_")
                || type.getSimpleName().matches("Jte.*Generated")
                || type.getSimpleName().startsWith("package-info")
                || type.getSimpleName().startsWith("module-info");
    }
}
