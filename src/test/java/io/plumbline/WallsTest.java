package io.plumbline;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.protocol.Protocol;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The walls between the rooms. Each is also held against a house in which every wall is broken, so that a rule that can
 * find nothing is found out.
 */
class WallsTest {

    private static final String[] GATLING_INSIDE = {
        "scala..", "io.gatling.core..", "io.gatling.commons..", "io.gatling.internal.."
    };
    /** What the interfaces of Gatling's Java API that a builder implements have as return types. */
    private static final DescribedPredicate<JavaClass> DEMANDED_BY_THE_JAVA_API =
            equivalentTo(Protocol.class).or(equivalentTo(ActionBuilder.class));

    private static final String[] SDKS = {
        "software.amazon..", "com.amazonaws..", "com.google.cloud..", "com.google.api..", "com.google.auth.."
    };

    /**
     * @param breaches the classes of the broken house that it must find
     */
    private record Wall(ArchRule rule, Set<String> breaches) {}

    private static List<Wall> walls(String house) {
        Rooms rooms = new Rooms(house);
        return List.of(
                new Wall(
                        noClasses()
                                .that()
                                .resideInAnyPackage(rooms.named("trace", "ledger", "arrival"))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(and(SDKS, "io.gatling..", "scala.."))
                                .as("trace, ledger and arrival know no SDK and no Gatling"),
                        Set.of("walls.trace.KnowsAnSdk", "walls.arrival.KnowsGatling")),
                new Wall(
                        classes()
                                .that()
                                .resideInAPackage(rooms.named("ledger")[0])
                                .should()
                                .onlyDependOnClassesThat()
                                .resideInAnyPackage(and(rooms.named("ledger", "trace"), "java..", "org.jspecify.."))
                                .as("the ledger needs the JDK only"),
                        Set.of("walls.ledger.KnowsALibrary")),
                new Wall(
                        classes()
                                .that()
                                .resideInAPackage(rooms.named("net")[0])
                                .should()
                                .onlyDependOnClassesThat()
                                .resideInAnyPackage(and(rooms.named("net"), "java..", "javax.net..", "org.jspecify.."))
                                .as("net needs the JDK only"),
                        Set.of("walls.net.KnowsALibrary")),
                new Wall(
                        classes()
                                .that()
                                .resideInAPackage(rooms.named("capacity")[0])
                                .should()
                                .onlyDependOnClassesThat()
                                .resideInAnyPackage(and(
                                        rooms.named("capacity"),
                                        "java..",
                                        "org.jspecify..",
                                        "org.apache.commons.statistics.."))
                                .as("capacity needs the JDK and distributions only"),
                        Set.of("walls.capacity.KnowsTheRun")),
                new Wall(
                        noClasses()
                                .that()
                                .resideInAPackage(rooms.named("steering")[0])
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(and(
                                        and(SDKS, "io.gatling..", "scala.."),
                                        rooms.named("run", "gatling", "dsl", "aws", "bigquery", "arrival", "report")))
                                .as("steering knows no SDK, no Gatling and no run"),
                        Set.of("walls.steering.KnowsTheRun")),
                new Wall(
                        noClasses()
                                .that()
                                .resideInAPackage(house + "..")
                                .and()
                                .resideOutsideOfPackage(rooms.named("gatling")[0])
                                .should()
                                .dependOnClassesThat(
                                        resideInAnyPackage(GATLING_INSIDE).and(not(DEMANDED_BY_THE_JAVA_API)))
                                .as("only gatling knows Scala and Gatling's inside"),
                        Set.of("walls.run.KnowsScala", "walls.run.KnowsGatlingsInside")),
                new Wall(
                        noClasses()
                                .that()
                                .resideInAPackage(house + "..")
                                .and()
                                .resideOutsideOfPackage(rooms.named("aws")[0])
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("software.amazon..")
                                .as("AWS types stop in aws"),
                        Set.of("walls.run.KnowsAws")),
                new Wall(
                        noClasses()
                                .that()
                                .resideInAPackage(house + "..")
                                .and()
                                .resideOutsideOfPackages(rooms.named("bigquery", "handler"))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("com.google.cloud..", "com.google.api..", "com.google.auth..")
                                .as("Google types stop in bigquery; the handler is deployed by itself"),
                        Set.of("walls.run.KnowsGoogle", "walls.trace.KnowsAnSdk")),
                new Wall(
                        noClasses()
                                .that()
                                .resideInAPackage(rooms.named("aws")[0])
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(and(rooms.named("bigquery"), "io.gatling..", "com.google.cloud.."))
                                .as("aws does not know bigquery nor Gatling"),
                        Set.of("walls.aws.KnowsBigQuery")),
                new Wall(
                        noClasses()
                                .that()
                                .resideInAPackage(rooms.named("bigquery")[0])
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(and(rooms.named("aws"), "io.gatling..", "software.amazon.."))
                                .as("bigquery does not know aws nor Gatling"),
                        Set.of("walls.bigquery.KnowsGatling")),
                new Wall(
                        classes()
                                .that()
                                .resideInAPackage(rooms.named("report")[0])
                                .should()
                                .onlyDependOnClassesThat()
                                .resideInAnyPackage(and(
                                        rooms.named("report", "result"),
                                        "java..",
                                        "org.jspecify..",
                                        "com.fasterxml..",
                                        "io.pebbletemplates..",
                                        "org.HdrHistogram..",
                                        "javax.xml.stream..",
                                        "io.micrometer..",
                                        "com.sun.net.httpserver.."))
                                .as("report reads only result"),
                        Set.of("walls.report.KnowsTheRun")),
                new Wall(
                        noClasses()
                                .that()
                                .resideInAPackage(rooms.named("handler")[0])
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(rooms.allBut("handler", "trace"))
                                .as("the handler shares only trace"),
                        Set.of("walls.handler.KnowsTheRun")),
                new Wall(
                        noClasses()
                                .that()
                                .resideInAPackage(house + "..")
                                .and()
                                .resideOutsideOfPackage(rooms.named("local")[0])
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("local..", "simulations..", house + ".local..")
                                .as("nothing knows the stand-in nor a simulation"),
                        Set.of("walls.run.KnowsTheStandIn")));
    }

    @TestFactory
    Stream<DynamicTest> everyWallStands() {
        JavaClasses house =
                new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages("io.plumbline");
        assertThat(house).hasSizeGreaterThan(20);
        return walls("io.plumbline").stream()
                .map(Wall::rule)
                .map(rule -> rule.allowEmptyShould(true))
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(house)));
    }

    @TestFactory
    Stream<DynamicTest> everyBreachIsFound() {
        JavaClasses broken = new ClassFileImporter().importPackages("walls");
        return walls("walls").stream()
                .map(wall -> DynamicTest.dynamicTest(wall.rule.getDescription(), () -> {
                    List<String> found =
                            wall.rule.evaluate(broken).getFailureReport().getDetails();
                    assertThat(wall.breaches)
                            .allSatisfy(breach -> assertThat(found).anyMatch(detail -> detail.contains(breach)));
                    assertThat(found).allMatch(detail -> wall.breaches.stream().anyMatch(detail::contains));
                }));
    }

    private static String[] and(String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
    }

    /** The rooms of a house, as package patterns. */
    private record Rooms(String house) {

        private static final List<String> ALL = List.of(
                "dsl",
                "gatling",
                "aws",
                "bigquery",
                "arrival",
                "capacity",
                "ledger",
                "trace",
                "run",
                "settings",
                "preflight",
                "result",
                "report",
                "cli",
                "handler");

        String[] named(String... names) {
            return Arrays.stream(names).map(name -> house + "." + name + "..").toArray(String[]::new);
        }

        String[] allBut(String... names) {
            return named(
                    ALL.stream().filter(name -> !List.of(names).contains(name)).toArray(String[]::new));
        }
    }
}
