package io.plumbline.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.plumbline.acceptance.Program.Ended;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the jar that the Maven profile {@code lambda} packs, and what is not. */
@Tag("lambda")
class PackedFunctionJarIT {

    private static final Path JAR = Path.of("target", "plumbline-lambda.jar");
    private static final long MOST_BYTES = 60_000_000;

    @TempDir
    Path folder;

    private JarFile jar;

    @BeforeEach
    void open() throws IOException {
        jar = new JarFile(JAR.toFile());
    }

    @AfterEach
    void close() throws IOException {
        jar.close();
    }

    @Test
    void itIsSmall() throws IOException {
        System.out.printf("the function's jar has %,d bytes%n", Files.size(JAR));
        assertThat(Files.size(JAR)).isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void ofPlumblineItHasTheFunctionAndWhatThatUses() {
        List<String> ours =
                names().filter(name -> name.startsWith("io/plumbline/")).toList();
        assertThat(ours)
                .contains("io/plumbline/handler/PipelineHandler.class")
                .containsAll(ofOursThatTheHandlerNeeds())
                .filteredOn(name -> name.endsWith(".class"))
                .allMatch(name -> name.startsWith("io/plumbline/handler/") || name.startsWith("io/plumbline/trace/"));
        assertThat(ours).noneMatch(name -> name.endsWith("Test.class"));
    }

    private static List<String> ofOursThatTheHandlerNeeds() {
        return new ClassFileImporter()
                .importPath(Path.of("target", "classes", "io", "plumbline", "handler")).stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .map(JavaClass::getName)
                        .filter(name -> name.startsWith("io.plumbline."))
                        .map(name -> name.replace('.', '/') + ".class")
                        .distinct()
                        .toList();
    }

    @Test
    void itHasNothingOfTheLoadGenerator() {
        assertThat(names())
                .noneMatch(name -> name.matches(
                        "(io/gatling|scala|software/amazon|org/duckdb|io/pebbletemplates|io/micrometer|com/typesafe"
                                + "|ch/qos/logback|org/HdrHistogram|picocli|simulations|local|org/junit)/.*"))
                // Under whatever name: gRPC has one of its own.
                .noneMatch(name -> name.contains("netty"))
                .noneMatch(name -> name.contains("conscrypt"));
    }

    @Test
    void itHasNoKey() throws IOException {
        for (String name : names().filter(name -> !name.endsWith(".class")).toList()) {
            assertThat(text(name)).as(name).doesNotContain("private_key", "PRIVATE KEY");
        }
    }

    /** Neither a program, nor signed or a module, for it is none of what it was made of. */
    @Test
    void itIsALibraryOfItsOwn() throws IOException {
        assertThat(names())
                .noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)"))
                .noneMatch(name -> name.endsWith("module-info.class"))
                .doesNotHaveDuplicates();
        Manifest manifest = jar.getManifest();
        assertThat(manifest == null ? null : manifest.getMainAttributes().getValue("Main-Class"))
                .isNull();
    }

    /** Each service that a packed jar offers is offered, by a class that is there. */
    @Test
    void theServicesOfItsPartsAreWhole() throws IOException {
        Map<String, List<String>> parts = parts("META-INF/services/.+");
        assertThat(parts).containsKey("META-INF/services/org.slf4j.spi.SLF4JServiceProvider");
        for (Map.Entry<String, List<String>> service : parts.entrySet()) {
            List<String> offered = providers(text(service.getKey()));
            assertThat(offered)
                    .as(service.getKey())
                    .containsAll(service.getValue().stream()
                            .flatMap(text -> providers(text).stream())
                            .toList())
                    .allSatisfy(name -> assertThat(jar.getEntry(name.replace('.', '/') + ".class"))
                            .as(name)
                            .isNotNull());
        }
    }

    private static List<String> providers(String service) {
        return service.lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Test
    void theLicencesAndNoticesOfItsPartsAreThere() throws IOException {
        Map<String, List<String>> parts = parts("META-INF/[^/]*(LICENSE|NOTICE)[^/]*");
        assertThat(parts).containsKeys("META-INF/LICENSE", "META-INF/LICENSE.txt", "META-INF/NOTICE");
        for (Map.Entry<String, List<String>> file : parts.entrySet()) {
            assertThat(file.getValue())
                    .allSatisfy(text -> assertThat(text(file.getKey()).replaceAll("\\s+", " "))
                            .as(file.getKey())
                            .contains(text.replaceAll("\\s+", " ").strip()));
        }
    }

    /** From two folders, so that no path is in it, and not at the same time. */
    @Test
    void builtOnceMoreItIsTheSame() throws IOException {
        Path project = folder.resolve("another");
        for (Path from :
                List.of(Path.of("pom.xml"), Path.of(".mvn"), Path.of("src", "main"), Path.of("src", "lambda"))) {
            copy(from, project.resolve(from).normalize());
        }

        Ended ended = Program.maven(
                        folder, project, Path.of(Program.property("plumbline.test.repository")), "-Plambda", "package")
                .set("maven.test.skip", "true")
                .run();

        assertThat(ended.exitCode()).as(ended.console()).isZero();
        assertThat(Files.mismatch(JAR, project.resolve(JAR))).isEqualTo(-1);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private Stream<String> names() {
        return jar.stream().map(JarEntry::getName);
    }

    private String text(String name) throws IOException {
        return text(jar, name);
    }

    private static String text(JarFile jar, String name) throws IOException {
        JarEntry entry = jar.getJarEntry(name);
        assertThat(entry).as(name).isNotNull();
        return new String(jar.getInputStream(entry).readAllBytes(), UTF_8);
    }

    /** What the jars that went into it have by such names: those of the class path whose classes it has. */
    private Map<String, List<String>> parts(String pattern) throws IOException {
        Map<String, List<String>> parts = new TreeMap<>();
        for (String path : classPath()) {
            try (JarFile part = new JarFile(path)) {
                if (isIn(part)) {
                    for (JarEntry entry : part.stream().toList()) {
                        if (entry.getName().matches(pattern)) {
                            parts.computeIfAbsent(entry.getName(), name -> new ArrayList<>())
                                    .add(text(part, entry.getName()));
                        }
                    }
                }
            }
        }
        return parts;
    }

    private boolean isIn(JarFile part) {
        return part.stream()
                .map(JarEntry::getName)
                .filter(name -> name.endsWith(".class") && !name.contains("META-INF") && !name.contains("module-info"))
                .findFirst()
                .filter(name -> jar.getEntry(name) != null)
                .isPresent();
    }

    /** The build's, and the binding that tests are run without. */
    private static List<String> classPath() throws IOException {
        List<String> jars =
                new ArrayList<>(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(path -> path.endsWith(".jar"))
                        .toList());
        Path slf4j = Path.of(Program.property("plumbline.test.repository"), "org", "slf4j", "slf4j-simple");
        try (Stream<Path> simple = Files.walk(slf4j)) {
            simple.map(Path::toString).filter(path -> path.endsWith(".jar")).forEach(jars::add);
        }
        return jars;
    }
}
