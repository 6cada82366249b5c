package io.plumbline.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.google.auth.oauth2.AwsCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import io.plumbline.TestSettings;
import io.plumbline.settings.GuardSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the files below {@code infra/terraform} say of the project is so, without Terraform. */
class DeployedPipelineTest {

    private static final Path FOLDER = Path.of("infra/terraform");

    private final GuardSettings guard = new TestSettings().settings().guard();

    @Test
    void itsHandlerIsThere() throws Exception {
        MatchResult handler = only("aws/function.tf", "handler += \"([\\w.]+)::(\\w+)\"");

        assertThat(RequestHandler.class).isAssignableFrom(Class.forName(handler.group(1)));
        assertThat(Arrays.stream(RequestHandler.class.getMethods()).map(method -> method.getName()))
                .contains(handler.group(2));
    }

    @Test
    void itRefusesTheWordsThatTheGuardRefuses() throws IOException {
        List<String> words = Stream.concat(
                        all("aws/variables.tf", "\\((prod[^)]*)\\)"), all("gcp/variables.tf", "\\((prod[^)]*)\\)"))
                .map(found -> found.group(1))
                .toList();

        assertThat(words).hasSize(4).containsOnly(guard.deny());
    }

    @Test
    void itsTagIsThatOfTheGuard() throws IOException {
        for (String file : List.of("aws/stream.tf", "gcp/table.tf")) {
            MatchResult tag = only(file, "(loadtest) = \"(\\w+)\"");
            assertThat(tag.group(1) + "=" + tag.group(2))
                    .as(file)
                    .isEqualTo(guard.tag().toString());
        }
    }

    @Test
    void googlesOwnLibraryTakesTheExternalAccount() throws IOException {
        String json = Files.readString(FOLDER.resolve("gcp/external-account.json.tftpl"))
                .replace("${provider}", "projects/1/locations/global/workloadIdentityPools/p/providers/aws-roles")
                .replace("${account}", "f@p.iam.gserviceaccount.com");
        assertThat(json).doesNotContain("${");

        GoogleCredentials read = GoogleCredentials.fromStream(new ByteArrayInputStream(json.getBytes(UTF_8)));

        assertThat(read).isInstanceOfSatisfying(AwsCredentials.class, aws -> {
            assertThat(aws.getAudience())
                    .isEqualTo(
                            "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/aws-roles");
            assertThat(aws.getServiceAccountEmail()).isEqualTo("f@p.iam.gserviceaccount.com");
        });
    }

    private static MatchResult only(String file, String pattern) throws IOException {
        List<MatchResult> found = all(file, pattern).toList();
        assertThat(found).as("%s in %s", pattern, file).hasSize(1);
        return found.get(0);
    }

    private static Stream<MatchResult> all(String file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(FOLDER.resolve(file)))
                .results();
    }
}
