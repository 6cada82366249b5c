package io.plumbline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of the architecture has every room, what each uses, and every thread. */
class ArchitectureTest {

    private static final String HOUSE = "io.plumbline";
    private static final Pattern THREAD = Pattern.compile("\"(plumbline-[a-z-]+)\"");

    @Test
    void everyPackageIsNamedWithWhatItUses() {
        Map<String, Set<String>> named = new TreeMap<>();
        Paper.table(Paper.ARCHITECTURE.section("Rooms"), "package")
                .forEach(row -> named.put(Paper.code(row.get(0)).get(0), words(row.get(2))));

        assertThat(named).isEqualTo(rooms());
    }

    private static Set<String> words(String list) {
        return Stream.of(list.split(", "))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** By package, the packages that it depends on, by their last names. */
    private static Map<String, Set<String>> rooms() {
        Map<String, Set<String>> rooms = new TreeMap<>();
        for (JavaClass type :
                new ClassFileImporter(Set.of(new ImportOption.DoNotIncludeTests())).importPackages(HOUSE)) {
            Set<String> uses = rooms.computeIfAbsent(type.getPackageName(), first -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(Dependency::getTargetClass)
                    .map(target -> target.getBaseComponentType().getPackageName())
                    .filter(target -> target.startsWith(HOUSE) && !target.equals(type.getPackageName()))
                    .map(target -> target.substring(HOUSE.length() + 1))
                    .forEach(uses::add);
        }
        return rooms;
    }

    @Test
    void everyThreadIsNamed() throws Exception {
        Set<String> inCode;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            inCode = files.filter(Files::isRegularFile)
                    .flatMap(file -> THREAD.matcher(Paper.read(file)).results())
                    .map(name -> name.group(1))
                    .collect(Collectors.toSet());
        }

        Set<String> named = Paper.code(Paper.ARCHITECTURE.section("Threads")).stream()
                .filter(code -> code.startsWith("plumbline-"))
                .collect(Collectors.toSet());

        assertThat(named).isEqualTo(inCode);
    }
}
