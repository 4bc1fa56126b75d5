package org.rfaas.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/**
 * Who may depend on whom. One test a rule. A rule that finds no class to check fails, so it is noticed when the package it is
 * about is renamed; a package that others must not depend on is not looked for.
 */
final class ArchitectureTest {
    private static final String APPS = "org.rfaas.apps..";
    private static final String OFFLOAD = "org.rfaas.offload..";
    private static final String EXECUTORS = "org.rfaas.executor..";
    private static final String BENCHMARKS = "org.rfaas.bench.."; // of the test module, which sees all others
    private static final String EXPERIMENTS = "org.rfaas.experiment.."; // likewise
    private static final String MPI_COMPARED = "org.rfaas.experiment.alternatives.."; // with plain MPI
    private static final String MPI_GLUE = "org.rfaas.offload.mpi..";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.rfaas");

    /** Everything that is none of the other modules. */
    private static final DescribedPredicate<JavaClass> CORE = resideInAPackage("org.rfaas..")
            .and(DescribedPredicate.not(resideInAnyPackage(APPS, OFFLOAD, EXECUTORS, BENCHMARKS, EXPERIMENTS)))
            .as("classes of rfaas-core");

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }

    @Test
    void shouldFindTheClassesItIsAbout() {
        Set<String> packages =
                CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages).contains("org.rfaas.fabric", "org.rfaas.fabric.shm", "org.rfaas.function");
    }

    @Test
    void shouldKeepCoreFreeOfTheModulesAboveIt() {
        check(noClasses().that(CORE).should().dependOnClassesThat().resideInAnyPackage(APPS, OFFLOAD, EXECUTORS));
    }

    @Test
    void shouldKeepExecutorsFreeOfMpiOffloadAndApps() {
        check(noClasses()
                .that()
                .resideInAPackage(EXECUTORS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OFFLOAD, APPS));
    }

    @Test
    void shouldKeepMpiOffloadFreeOfAppsAndExecutors() {
        check(noClasses()
                .that()
                .resideInAPackage(OFFLOAD)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(APPS, EXECUTORS));
    }

    @Test
    void shouldKeepAppsFreeOfExecutors() {
        check(noClasses()
                .that()
                .resideInAPackage(APPS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(EXECUTORS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "verbs", "disni", "tcp"})
    void shouldKeepEachFabricProviderToItself(String provider) {
        String inside = "org.rfaas.fabric." + provider + "..";
        check(noClasses()
                .that()
                .resideOutsideOfPackage(inside)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(inside));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shm", "verbs", "disni", "tcp"})
    void shouldGiveEachFabricProviderOnePublicClass(String provider) {
        check(classes()
                .that()
                .resideInAPackage("org.rfaas.fabric." + provider)
                .and()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .should()
                .haveSimpleNameEndingWith("FabricProvider"));
    }

    @Test
    void shouldTouchMpiInItsGlueAndInAppsOnly() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(MPI_GLUE, APPS, MPI_COMPARED)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("mpi.."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.rfaas.lease",
                "org.rfaas.offload.plan",
                "org.rfaas.offload.index",
                "org.rfaas.offload.woven",
                "org.rfaas.offload.weave",
                "org.rfaas.offload.weave.code",
                "org.rfaas.offload.weave.analysis",
                "org.rfaas.offload.weave.emit"
            })
    void shouldKeepPurePartsFreeOfTheFabric(String pure) {
        check(noClasses()
                .that()
                .resideInAPackage(pure)
                .should()
                .dependOnClassesThat(resideInAPackage("org.rfaas.fabric..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.type(FabricAddress.class)))
                        .as("reside in the fabric, addresses apart")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.rfaas.lease",
                "org.rfaas.offload.plan",
                "org.rfaas.offload.index",
                "org.rfaas.offload.woven",
                "org.rfaas.offload.weave",
                "org.rfaas.offload.weave.code",
                "org.rfaas.offload.weave.analysis",
                "org.rfaas.offload.weave.emit"
            })
    void shouldKeepPurePartsFreeOfClocks(String pure) {
        check(noClasses()
                .that()
                .resideInAPackage(pure)
                .should()
                .accessTargetWhere(target(owner(JavaClass.Predicates.type(System.class)))
                        .and(target(nameMatching("nanoTime|currentTimeMillis")))
                        .or(target(owner(JavaClass.Predicates.type(Instant.class)))
                                .and(target(name("now"))))
                        .or(target(owner(JavaClass.Predicates.type(Clock.class)))
                                .and(target(nameMatching("system.*|tick.*"))))
                        .as("it reads a clock")));
    }

    /** The table in docs/annotated-loops.md. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            index          |
            plan           |
            woven          | index plan
            weave.code     |
            weave.analysis | weave.code index plan woven
            weave.emit     | weave.analysis weave.code index plan woven
            weave          | weave.emit weave.analysis weave.code woven
            weave.front    | weave index plan woven
            """)
    void shouldKeepPartsOfTheWeaverInOrder(String part, @Nullable String seen) {
        check(classes()
                .that()
                .resideInAPackage("org.rfaas.offload." + part)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(packages("org.rfaas.offload.", part, seen))
                        .or(resideOutsideOfPackage("org.rfaas.."))
                        .or(JavaClass.Predicates.type(Offload.class))
                        .or(JavaClass.Predicates.type(In.class))));
    }

    /** The table in docs/architecture.md, and those that it stands on; what else of the product they see is up to other rules. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            offload         |
            offload.report  |
            offload.worker  |
            offload.mpi     |
            offload.kernel  | offload.woven
            offload.cluster | offload.worker
            offload.array   | offload.report offload.worker offload.plan offload.kernel
            offload.pool    | offload offload.array offload.report offload.worker offload.plan
            offload.loop    | offload offload.pool offload.array offload.report offload.worker offload.plan offload.kernel offload.woven
            """)
    void shouldKeepLayersOfTheOffloadRuntimeInOrder(String layer, @Nullable String seen) {
        check(classes()
                .that()
                .resideInAPackage("org.rfaas." + layer)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(packages("org.rfaas.", layer, seen)).or(resideOutsideOfPackage(OFFLOAD))));
    }

    /** A package by its own name, and those that it sees. */
    private static String[] packages(String prefix, String own, @Nullable String seen) {
        return Stream.of(own + " " + (seen == null ? "" : seen))
                .flatMap(names -> Stream.of(names.split(" ")))
                .map(name -> prefix + name)
                .toArray(String[]::new);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        check(slices().assignedFrom(new EachPackage()).should().beFreeOfCycles());
    }

    /** Each package by itself, whatever package it is nested in by name. */
    private static final class EachPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            String name = javaClass.getPackageName();
            return name.startsWith("org.rfaas") ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    }

    @Test
    void shouldPrintFromCommandLineClassesOnly() {
        check(noClasses()
                .that(DescribedPredicate.not(resideInAPackage("..cli..").or(mainClasses())))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err"));
    }

    private static DescribedPredicate<JavaClass> mainClasses() {
        DescribedPredicate<JavaClass> hasMain = DescribedPredicate.describe(
                "have a main method",
                candidate ->
                        candidate.getMethods().stream().map(JavaMember::getName).anyMatch("main"::equals));
        // a process's own main class may decide where its output goes; the build's check of API use exempts the same
        // ones
        return hasMain.and(resideInAPackage(APPS).or(simpleNameEndingWith("Main")))
                .as("are main classes");
    }

    @Test
    void shouldSayOfEveryPublicClassWhatMayBeNull() {
        check(classes().that().resideInAPackage("org.rfaas..").and().arePublic().should(resideInNullMarkedPackage()));
    }

    private static ArchCondition<JavaClass> resideInNullMarkedPackage() {
        return new ArchCondition<>("reside in a @NullMarked package") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean marked = item.getPackage().isAnnotatedWith(NullMarked.class);
                String message = item.getName() + " is in " + item.getPackageName() + ", which is "
                        + (marked ? "" : "not ") + "@NullMarked";
                events.add(new SimpleConditionEvent(item, marked, message));
            }
        };
    }
}
