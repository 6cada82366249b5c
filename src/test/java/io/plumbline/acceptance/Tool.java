package io.plumbline.acceptance;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that tests need beside Java; Debian has a package for each. */
public enum Tool {
    CHROMIUM("chromium", "chromium-browser", "google-chrome"),
    JQ("jq"),
    INFLUXDB("influxd"),
    PROMETHEUS("prometheus");

    private final List<String> names;

    Tool(String... names) {
        this.names = List.of(names);
    }

    /** Where it is; where it is nowhere, the test is skipped and says so. */
    public Path required() {
        Optional<Path> found = names.stream().flatMap(Tool::onThePath).findFirst();
        if (found.isEmpty()) {
            String missing = "SKIPPED for want of " + names.get(0) + ": install it to run this test";
            System.err.println(missing);
            abort(missing);
        }
        return found.orElseThrow();
    }

    private static Stream<Path> onThePath(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> Stream.of(Path.of(folder, name), Path.of(folder, name + ".exe")))
                .filter(Files::isExecutable);
    }
}
