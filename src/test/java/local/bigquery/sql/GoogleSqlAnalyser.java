package local.bigquery.sql;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Google's own analyser (ZetaSQL) in a process of its own, from jars that the build lays beside the class path. */
public final class GoogleSqlAnalyser {

    private static final Path JARS = Path.of("target", "zetasql");
    private static final Path PROGRAM = Path.of("src", "test", "resources", "zetasql", "Analyse.java");

    private final String tables;
    private final String columns;
    private final String parameters;

    /**
     * @param tables {@code t,…}, all of the same columns
     * @param columns as {@code name:TYPE,…}; so are the parameters, an array as {@code name:TYPE[]}
     */
    public GoogleSqlAnalyser(String tables, String columns, String parameters) {
        this.tables = tables;
        this.columns = columns;
        this.parameters = parameters;
    }

    public static final String NOT_HERE =
            "NOT CHECKED by Google's analyser: it runs on Linux x86-64 only, from jars that Maven lays in target/zetasql";

    /** Only where the build found Linux on x86-64. */
    public static boolean isHere() {
        return Files.isDirectory(JARS);
    }

    /** For each query {@code valid}, or what is wrong with it. */
    public List<String> verdicts(String... queries) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                PROGRAM.toString(),
                tables,
                columns,
                parameters));
        command.addAll(List.of(queries));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream out = process.getInputStream()) {
            List<String> verdicts = new String(out.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            if (process.waitFor() != 0) {
                throw new IOException("The analyser ended with " + process.exitValue() + " after " + verdicts);
            }
            return verdicts;
        }
    }

    private static String classPath() throws IOException {
        try (Stream<Path> jars = Files.list(JARS)) {
            return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator))
                    + File.pathSeparator
                    + System.getProperty("java.class.path");
        }
    }
}
