package local.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import local.http.HttpServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google's command line against the service. */
class BqCliTest {

    private static final Optional<Path> BQ = Stream.of(
                    System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "bq"))
            .filter(Files::isExecutable)
            .findFirst();

    @TempDir
    private Path home;

    private Path discovery;

    @BeforeEach
    void needsBq() throws IOException {
        assumeTrue(BQ.isPresent(), "NOT TESTED with the bq command line: there is no bq on the PATH");
        Optional<Path> found = discovery(BQ.orElseThrow().toRealPath());
        assumeTrue(found.isPresent(), "NOT TESTED with the bq command line: its discovery document was not found");
        discovery = found.orElseThrow();
    }

    /** The description of the API that comes with it; without it bq asks Google's servers. */
    private static Optional<Path> discovery(Path bq) {
        Path document = Path.of("platform", "bq", "discovery_next", "bigquery.json");
        return Stream.iterate(bq.getParent(), folder -> folder != null, Path::getParent)
                .flatMap(folder -> Stream.of(
                        folder.resolve(document),
                        folder.resolve("google-cloud-sdk").resolve(document),
                        folder.resolve("lib").resolve("google-cloud-sdk").resolve(document)))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    @Test
    void createsATableInsertsAndQueries() throws Exception {
        try (Rest rest = new Rest();
                HttpServer server = HttpServer.start("bigquery-bq", rest.service)) {
            bq(server, "mk", "--table", "p:d.t", "id:STRING,n:INTEGER");
            Path rows = Files.writeString(
                    home.resolve("rows.json"), "{\"id\": \"a\", \"n\": 1}\n{\"id\": \"b\", \"n\": 2}\n");
            bq(server, "insert", "p:d.t", rows.toString());
            String answer = bq(
                    server,
                    "query",
                    "--use_legacy_sql=false",
                    "--format=csv",
                    "--parameter=least:INT64:2",
                    "SELECT id, n FROM `p.d.t` WHERE n >= @least");
            assertThat(answer.lines().filter(line -> !line.isBlank())).contains("id,n", "b,2");
            assertThat(bq(server, "show", "--schema", "p:d.t")).contains("\"name\":\"id\"");
        }
    }

    private String bq(HttpServer server, String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                BQ.orElseThrow().toString(),
                "--api",
                server.uri().toString(),
                "--discovery_file=" + discovery,
                "--oauth_access_token=not-a-token",
                "--project_id=p",
                "--headless=true",
                "--quiet=true"));
        line.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("CLOUDSDK_CONFIG", home.resolve("gcloud").toString());
        builder.environment().put("CLOUDSDK_CORE_DISABLE_PROMPTS", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", List.of(command), output).isZero();
        return output;
    }
}
