package io.plumbline;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.api.services.bigquery.Bigquery;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.DatasetInfo;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.MergeShardsRequest;

/**
 * The policies below {@code infra/policies} allow what the code calls, and nothing more. The calls are read from the
 * compiled classes, so a new one fails here until its policy and the page say who needs it.
 *
 * <p>For a new call to AWS: name the calling class in {@link #POLICIES}, add the action to that policy, and its row to the
 * page. For a new one to BigQuery: say in {@link #PERMISSIONS} what it needs.
 */
class PoliciesTest {

    private static final Path FOLDER = Path.of("infra/policies");
    private static final Path PAGE = Path.of("docs/credentials.md");
    private static final JsonMapper JSON = new JsonMapper();

    /** By policy, the classes whose calls to AWS it allows. */
    private static final Map<String, Set<String>> POLICIES = Map.of(
            "aws-load.json", Set.of("KinesisGateway"),
            "aws-invoke.json", Set.of("LambdaGateway"),
            "aws-doctor.json", Set.of("StreamMappings"),
            "aws-pause.json", Set.of("MappingGateway"),
            "aws-metrics.json", Set.of("CloudWatchGateway"),
            "aws-assume-role.json", Set.of("AwsLogin"));

    /** AWS knows these for all resources only. */
    private static final Set<String> UNSCOPED = Set.of("lambda:ListEventSourceMappings", "cloudwatch:GetMetricData");

    /** Where the permission has another name than the operation; none where none is needed. */
    private static final Map<String, String> ACTIONS =
            Map.of("lambda:Invoke", "lambda:InvokeFunction", "sts:GetCallerIdentity", "");

    /** What a call to Google needs; the results of one's own job need nothing more than the job did. */
    private static final Map<String, Set<String>> PERMISSIONS = Map.of(
            "Jobs.query", Set.of("bigquery.jobs.create", "bigquery.tables.getData"),
            "Jobs.insert", Set.of("bigquery.jobs.create", "bigquery.tables.getData"),
            "Jobs.getQueryResults", Set.of(),
            "Tables.get", Set.of("bigquery.tables.get"),
            "Tabledata.insertAll", Set.of("bigquery.tables.updateData"),
            "BigQuery.insertAll", Set.of("bigquery.tables.updateData"),
            "ServiceOptions$Builder.setQuotaProjectId", Set.of("serviceusage.services.use"));

    private static final Pattern AWS_CLIENT =
            Pattern.compile("software\\.amazon\\.awssdk\\.services\\.(\\w+)\\.\\w+Client");
    private static final JavaClasses CODE =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages("io.plumbline");

    @Test
    void everyPolicyAllowsWhatItsClassesCallAndNothingElse() throws IOException {
        Set<String> callers = new TreeSet<>();
        for (JavaClass caller : CODE) {
            if (!actions(caller).isEmpty()) {
                callers.add(topLevel(caller));
            }
        }
        assertThat(POLICIES.values().stream().flatMap(Set::stream))
                .as("the classes that call AWS; put a new one beside its policy in POLICIES")
                .containsExactlyInAnyOrderElementsOf(callers);
        for (String policy : POLICIES.keySet()) {
            assertThat(allowed(policy)).as(policy).containsExactlyElementsOf(called(POLICIES.get(policy)));
        }
    }

    @Test
    void thePermissionsForBigQueryAreThoseThatTheCallsNeed() throws IOException {
        Set<String> needed = new TreeSet<>();
        for (JavaClass caller : CODE) {
            for (String call : googleCalls(caller)) {
                assertThat(PERMISSIONS).as("what %s calls", caller.getName()).containsKey(call);
                needed.addAll(PERMISSIONS.get(call));
            }
        }
        List<String> granted = new ArrayList<>();
        for (String role : files("gcp-")) {
            JSON.readTree(FOLDER.resolve(role).toFile())
                    .path("includedPermissions")
                    .forEach(permission -> granted.add(permission.asText()));
        }
        assertThat(granted).containsExactlyInAnyOrderElementsOf(needed);
    }

    @Test
    void aCallThatNoPolicyAllowsIsFound() {
        JavaClass probe = new ClassFileImporter().importClasses(Probe.class).get(Probe.class);

        assertThat(actions(probe))
                .containsExactly("kinesis:DescribeLimits", "kinesis:ListShards", "kinesis:MergeShards");
        assertThat(googleCalls(probe)).containsExactly("BigQuery.create", "Tables.delete");
    }

    @Test
    void everyPolicyIsChecked() throws IOException {
        assertThat(files("aws-")).containsExactlyInAnyOrderElementsOf(POLICIES.keySet());
    }

    @ParameterizedTest
    @MethodSource
    void noPolicyAllowsAnyActionOrAnyResource(String policy) throws IOException {
        for (JsonNode statement : JSON.readTree(FOLDER.resolve(policy).toFile()).path("Statement")) {
            assertThat(statement.path("Effect").asText()).isEqualTo("Allow");
            assertThat(statement.path("Action").toString()).doesNotContain("*");
            boolean scoped =
                    statement.path("Action").valueStream().noneMatch(action -> UNSCOPED.contains(action.asText()));
            assertThat(statement.path("Resource").toString().contains("arn:aws:"))
                    .isEqualTo(scoped);
            assertThat(statement.path("Resource").toString().contains("\"*\"")).isNotEqualTo(scoped);
        }
    }

    static Stream<String> noPolicyAllowsAnyActionOrAnyResource() {
        return POLICIES.keySet().stream();
    }

    /** A row of the page is {@code | `file` | `action` | why |}. */
    @Test
    void thePageSaysOfEachWhatItIsFor() throws IOException {
        Set<String> rows = Pattern.compile("(?m)^\\| `([^`]+\\.json)` \\| `([^`]+)` \\| [^|]{20,} \\|$")
                .matcher(Files.readString(PAGE))
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .collect(toCollection(TreeSet::new));
        Set<String> expected = new TreeSet<>();
        for (String file : files("")) {
            JsonNode json = JSON.readTree(FOLDER.resolve(file).toFile());
            json.path("includedPermissions").forEach(permission -> expected.add(file + " " + permission.asText()));
            json.path("Statement")
                    .forEach(statement ->
                            statement.path("Action").forEach(action -> expected.add(file + " " + action.asText())));
        }
        assertThat(rows).containsExactlyElementsOf(expected);
    }

    private static List<String> files(String prefix) throws IOException {
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    private static Set<String> allowed(String policy) throws IOException {
        Set<String> actions = new TreeSet<>();
        for (JsonNode statement : JSON.readTree(FOLDER.resolve(policy).toFile()).path("Statement")) {
            statement.path("Action").forEach(action -> actions.add(action.asText()));
        }
        return actions;
    }

    private static Set<String> called(Set<String> classes) {
        return CODE.stream()
                .filter(caller -> classes.contains(topLevel(caller)))
                .flatMap(caller -> actions(caller).stream())
                .collect(toCollection(TreeSet::new));
    }

    private static String topLevel(JavaClass caller) {
        return caller.getName().replaceFirst(".*\\.", "").replaceFirst("\\$.*", "");
    }

    /** Methods named by a call or a method reference, lambdas included. */
    private static Stream<JavaCodeUnitAccess<?>> accesses(JavaClass caller) {
        return caller.getCodeUnitAccessesFromSelf().stream().map(access -> (JavaCodeUnitAccess<?>) access);
    }

    private static Set<String> actions(JavaClass caller) {
        return accesses(caller)
                .flatMap(access -> operation(access).stream())
                .map(operation -> ACTIONS.getOrDefault(operation, operation))
                .filter(action -> !action.isEmpty())
                .collect(toCollection(TreeSet::new));
    }

    /** A method of a client is an operation if there is a request of its name. */
    private static List<String> operation(JavaCodeUnitAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        if (owner.endsWith(".StsAssumeRoleCredentialsProvider")) {
            return List.of("sts:AssumeRole");
        }
        Matcher client = AWS_CLIENT.matcher(owner);
        if (!client.matches()) {
            return List.of();
        }
        String method = access.getName().replaceFirst("Paginator$", "");
        String operation = Character.toUpperCase(method.charAt(0)) + method.substring(1);
        String service = client.group(1);
        boolean isOne = exists("software.amazon.awssdk.services." + service + ".model." + operation + "Request");
        return isOne ? List.of(service + ":" + operation) : List.of();
    }

    private static boolean exists(String name) {
        try {
            Class.forName(name, false, PoliciesTest.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** By the low-level client, whose methods each stand for a request, and by the high-level one of the function. */
    private static Set<String> googleCalls(JavaClass caller) {
        return accesses(caller)
                .filter(access -> isGoogleCall(access.getTargetOwner().getName(), access.getName()))
                .map(access ->
                        access.getTargetOwner()
                                        .getName()
                                        .replaceFirst(".*\\.", "")
                                        .replaceFirst("^Bigquery\\$", "") + "." + access.getName())
                .collect(toCollection(TreeSet::new));
    }

    private static boolean isGoogleCall(String owner, String method) {
        boolean lowLevel = Arrays.stream(Bigquery.class.getDeclaredClasses())
                .filter(resource -> !resource.equals(Bigquery.Builder.class))
                .anyMatch(resource -> resource.getName().equals(owner));
        return lowLevel || owner.equals(BigQuery.class.getName()) || method.equals("setQuotaProjectId");
    }

    /** Calls in every way, so that a derivation that finds nothing is found out. */
    @SuppressWarnings("unused")
    private static final class Probe {

        Object aws(KinesisAsyncClient kinesis) {
            Supplier<Object> inLambda = () -> kinesis.describeLimits();
            Function<MergeShardsRequest, Object> byReference = kinesis::mergeShards;
            kinesis.close();
            return List.of(inLambda, byReference, kinesis.listShards(request -> {}));
        }

        void google(Bigquery low, BigQuery high) throws IOException {
            low.tables().delete("p", "d", "t");
            high.create(DatasetInfo.of("d"));
        }
    }
}
