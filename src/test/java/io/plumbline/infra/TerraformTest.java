package io.plumbline.infra;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.infra.Terraform.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is below {@code infra/terraform}, by Terraform itself, where it and its providers are on this machine. */
@Tag("conscience")
class TerraformTest {

    private static final String AWS = "hashicorp/aws";
    private static final String GOOGLE = "hashicorp/google";
    private static final Pattern DECLARED = Pattern.compile("(?m)^(?:variable|output) \"(\\w+)\"");
    private static final Pattern PASSED = Pattern.compile("([1-9]\\d*) passed, 0 failed\\.");
    private static final Pattern EXPECTED = Pattern.compile("(?s)\\n  expect_failures = \\[.*?]");
    private static final JsonMapper JSON = new JsonMapper();

    private enum Module {
        AWS("aws", TerraformTest.AWS),
        GCP("gcp", TerraformTest.GOOGLE),
        PIPELINE(".", TerraformTest.AWS, TerraformTest.GOOGLE);

        private final String path;
        private final List<String> providers;

        Module(String path, String... providers) {
            this.path = path;
            this.providers = List.of(providers);
        }
    }

    @Test
    void everyFileIsFormatted() throws Exception {
        Terraform.copiedFor("formatted")
                .run(".", "fmt", "-check", "-diff", "-recursive")
                .succeeded();
    }

    @ParameterizedTest
    @EnumSource
    void theModuleIsValidAndItsOwnTestsPass(Module module) throws Exception {
        Terraform terraform =
                Terraform.copiedFor("module-" + module).needs("module " + module + " was not tested", module.providers);
        terraform.init(module.path);

        terraform.run(module.path, "validate", "-no-color").succeeded();
        Ran ran = terraform.run(module.path, "test", "-no-color").succeeded();
        assertThat(ran.printed()).containsPattern(PASSED);
    }

    /** Without Google's provider too: in the place of its module stand outputs that tell what they were made of. */
    @Test
    void eachHalfIsToldWhatItNeedsOfTheOther() throws Exception {
        Terraform terraform =
                Terraform.copiedFor("halves").needs("whether the halves fit together was not tested", List.of(AWS));
        replaceGoogle(terraform);
        terraform.init(".");

        JsonNode state =
                only(terraform.run(".", "test", "-json", "-verbose").succeeded().events(), "test_state");

        Map<String, String> environment = new TreeMap<>();
        function(state)
                .at("/values/environment/0/variables")
                .fields()
                .forEachRemaining(variable ->
                        environment.put(variable.getKey(), variable.getValue().asText()));
        assertThat(environment).containsOnlyKeys("GCP_PROJECT_ID", "BQ_DATASET", "BQ_TABLE", "GCP_WORKLOAD_IDENTITY");
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            JsonNode made = JSON.readTree(variable.getValue());
            String output = variable.getKey().replace("GCP_WORKLOAD_IDENTITY", "function_workload_identity");
            assertThat(made.path("of").asText()).isEqualTo(output);
            assertThat(made.at("/seen/aws_account_id").asText()).isEqualTo("123456789012");
            assertThat(made.at("/seen/function_role").asText())
                    .isEqualTo(resource(state, "module.aws.aws_iam_role.function")
                            .at("/values/name")
                            .asText());
            assertThat(made.at("/seen/generator_role").asText())
                    .isEqualTo(resource(state, "module.aws.aws_iam_role.generator[0]")
                            .at("/values/name")
                            .asText());
        }
    }

    @Test
    void whatIsRefusedIsToldWhy() throws Exception {
        Terraform terraform =
                Terraform.copiedFor("refused").needs("what bad variables are told was not tested", List.of(AWS));
        terraform.init("aws");
        terraform.change("aws/tests/refused.tftest.hcl", TerraformTest::withoutExpectations);

        Ran ran = terraform.run("aws", "test", "-json", "-filter=tests/refused.tftest.hcl");

        assertThat(ran.exit()).as(ran.printed()).isNotZero();
        assertThat(ran.events().stream()
                        .filter(event -> event.path("type").asText().equals("diagnostic"))
                        .map(event -> event.at("/diagnostic/detail").asText().split("\n")[0]))
                .contains(
                        "name: 3 to 18 small letters, digits and hyphens; the first is a letter, the last no hyphen.",
                        "name: the guard refuses loads to what has the word prod, production, prd or live in its name.",
                        "shards: a whole number from 1 to 500, or null for a stream on demand.",
                        "function_jar: there is no file not-built.jar; build the function first.",
                        "retry_attempts: a whole number from 0 to 10000; without an end a bad record blocks its shard.",
                        "gcp_workload_identity: JSON of the type external_account; a key does not belong into a"
                                + " function's environment.")
                .allSatisfy(told -> assertThat(told)
                        .matches("(" + String.join("|", declared("aws/variables.tf")) + "): [^\n]{10,}"));
    }

    /** What is expected is not told; of the runs the one that has most that is bad. */
    private static String withoutExpectations(String tests) {
        String head = tests.substring(0, tests.indexOf("\nrun "));
        String run = tests.substring(tests.indexOf("\nrun \"what_is_something_else\""));
        return head + EXPECTED.matcher(run).replaceFirst("");
    }

    @Test
    void aModuleThatIsBrokenIsFound() throws Exception {
        Terraform terraform = Terraform.copiedFor("broken")
                .needs("whether the module's tests find what is broken was not tested", List.of(AWS));
        terraform.change("aws/function.tf", text -> text.replaceAll("(?m)^ *function_response_types.*\\n", "")
                .replaceAll("(?s)  destination_config \\{.*?\\n  }\\n", "")
                .replaceAll("(?m)^ *source_code_hash.*\\n", ""));
        terraform.change("aws/stream.tf", text -> text.replace("loadtest = \"allowed\"", "loadtest = \"denied\""));
        terraform.init("aws");

        Ran ran = terraform.run("aws", "test", "-json", "-filter=tests/pipeline.tftest.hcl");

        assertThat(ran.exit()).isNotZero();
        assertThat(ran.events().stream()
                        .map(event -> event.at("/diagnostic/detail").asText()))
                .contains(
                        "the function answers by ReportBatchItemFailures",
                        "batches that were given up go to the queue",
                        "another jar is another function",
                        "stream and function have the tag that the guard demands")
                .doesNotContain("two by default");
    }

    private static void replaceGoogle(Terraform terraform) throws IOException {
        Path gcp = terraform.folder().resolve("gcp");
        String seen = declared("gcp/variables.tf").stream()
                .map(variable -> variable + " = var." + variable)
                .collect(joining(", "));
        String outputs = declared("gcp/outputs.tf").stream()
                .map(output -> "output \"" + output + "\" {\n  value = jsonencode({type = \"external_account\", of = \""
                        + output + "\", seen = {" + seen + "}})\n}\n")
                .collect(joining());
        try (Stream<Path> files = Files.list(gcp)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".tf")).toList()) {
                if (!file.endsWith("variables.tf")) {
                    Files.delete(file);
                }
            }
        }
        Files.writeString(gcp.resolve("outputs.tf"), outputs);
        Files.delete(terraform.folder().resolve("google.tf"));
        terraform.change("versions.tf", text -> text.replaceAll("(?ms)^ *google = \\{.*?^ *}\\n", ""));
        terraform.change("tests/pipeline.tftest.hcl", text -> text.replace("mock_provider \"google\" {}", ""));
    }

    private static List<String> declared(String file) {
        try {
            return DECLARED.matcher(Files.readString(Path.of("infra/terraform", file)))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode only(List<JsonNode> events, String type) {
        List<JsonNode> all = events.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
        assertThat(all).hasSize(1);
        return all.get(0).path(type);
    }

    private static JsonNode function(JsonNode state) {
        return resource(state, "module.aws.aws_lambda_function.pipeline");
    }

    private static JsonNode resource(JsonNode state, String address) {
        return state.at("/root_module/child_modules/0/resources")
                .valueStream()
                .filter(resource -> resource.path("address").asText().equals(address))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + address));
    }
}
