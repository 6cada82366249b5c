package io.plumbline.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.plumbline.TestSettings;
import io.plumbline.settings.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import local.http.HttpRequest;
import local.http.HttpResponse;
import local.http.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/** As whom Kinesis and Lambda are asked, over real sockets: which key signs what. */
@Timeout(60)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class AwsLoginTest {

    private static final PutEntry ENTRY = new PutEntry("{}".getBytes(UTF_8), "key", null);
    private static final String ROLE = "arn:aws:iam::210987654321:role/load-test";
    private static final List<String> OF_THE_SDK =
            List.of("aws.configFile", "aws.sharedCredentialsFile", "aws.endpointUrlSts", "aws.region");

    private final Queue<HttpRequest> asked = new ConcurrentLinkedQueue<>();
    private final StsStandIn sts = new StsStandIn("plumbline-external-7");
    private final HttpServer service = HttpServer.start("service", request -> {
        asked.add(request);
        return CompletableFuture.completedFuture(HttpResponse.empty(200));
    });
    private final TestSettings settings = TestSettings.forPipeline(service.uri(), service.uri())
            .with("plumbline.lambda.function", "enrich")
            .with("plumbline.lambda.endpoint", service.uri().toString());

    @TempDir
    Path home;

    @AfterEach
    void close() {
        service.close();
        sts.close();
        OF_THE_SDK.forEach(System::clearProperty);
    }

    @Test
    void anEndpointOnLoopbackIsShownMadeUpKeys() {
        put(settings);

        assertThat(signers()).containsExactly("loopback");
    }

    @Test
    void aNamedRoleIsAssumedWithItsExternalIdAndItsKeySignsThePut() {
        put(assuming("plumbline-external-7"));

        assertThat(sts.asked).singleElement().satisfies(request -> assertThat(request)
                .contains(
                        entry("Action", "AssumeRole"),
                        entry("RoleArn", ROLE),
                        entry("ExternalId", "plumbline-external-7"),
                        entry("RoleSessionName", "load"),
                        entry("Signer", "loopback")));
        assertThat(signers()).containsExactly(StsStandIn.KEY_ID);
        assertThat(asked.element().header("X-Amz-Security-Token")).isEqualTo(StsStandIn.SESSION_TOKEN);
    }

    @Test
    void itSignsInvocationsAlike() {
        try (LambdaGateway gateway =
                new LambdaGateway(assuming("plumbline-external-7").settings())) {
            gateway.invoke("{}".getBytes(UTF_8), true).toCompletableFuture().join();
        }

        assertThat(signers()).containsExactly(StsStandIn.KEY_ID);
    }

    @Test
    void oneLoginServesManyPuts() {
        try (KinesisGateway gateway =
                new KinesisGateway(assuming("plumbline-external-7").settings())) {
            for (int i = 0; i < 3; i++) {
                gateway.put(ENTRY, null).toCompletableFuture().join();
            }
        }

        assertThat(sts.asked).hasSize(1);
        assertThat(signers()).hasSize(3).containsOnly(StsStandIn.KEY_ID);
    }

    @Test
    void aRoleThatHasExpiredIsAssumedAgain() {
        sts.expiration = Instant.now();
        try (KinesisGateway gateway =
                new KinesisGateway(assuming("plumbline-external-7").settings())) {
            gateway.put(ENTRY, null).toCompletableFuture().join();
            int before = sts.asked.size();
            // It uses what has expired for a second more, lest it asks too often.
            while (sts.asked.size() == before) {
                gateway.put(ENTRY, null).toCompletableFuture().join();
            }
        }
        assertThat(sts.asked).allSatisfy(request -> assertThat(request).containsEntry("Action", "AssumeRole"));
        assertThat(signers()).hasSizeGreaterThan(1).containsOnly(StsStandIn.KEY_ID);
    }

    @Test
    void itsSecretsAreUnreadableFromThenOn() {
        put(assuming("plumbline-external-7"));

        assertThat(Redaction.of("for " + StsStandIn.SESSION_TOKEN)).isEqualTo("for (secret)");
        assertThat(Redaction.of("for " + StsStandIn.SECRET_KEY)).isEqualTo("for (secret)");
    }

    @Test
    void theStandInTellsWhoAsks() {
        try (StsClient client = StsClient.builder()
                .endpointOverride(sts.uri())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(() -> AwsBasicCredentials.create("AKIACALLER", "secret"))
                .build()) {
            assertThat(client.getCallerIdentity().account()).isEqualTo(StsStandIn.ACCOUNT);
        }
        assertThat(sts.asked).singleElement().satisfies(request -> assertThat(request)
                .contains(entry("Action", "GetCallerIdentity"), entry("Signer", "AKIACALLER")));
    }

    @Test
    void aRefusedRoleIsAProblemOfTheStreamAndNoPutLeaves() {
        try (KinesisGateway gateway = new KinesisGateway(assuming("guessed").settings())) {
            assertThat(gateway.problems()).singleElement().satisfies(problem -> assertThat(problem)
                    .startsWith("stream events: role arn:aws:iam::…4321:role/load-test was not assumed: User: ")
                    .contains("is not authorized to perform: sts:AssumeRole")
                    .doesNotContain(StsStandIn.ACCOUNT, "210987654321"));
            assertNeverLeft(gateway.put(ENTRY, null).toCompletableFuture().join());
            assertThat(gateway.putAll(List.of(ENTRY, ENTRY))
                            .toCompletableFuture()
                            .join())
                    .hasSize(2)
                    .allSatisfy(AwsLoginTest::assertNeverLeft);
        }
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void norDoesItWhereStsFails(int status) {
        try (HttpServer broken = HttpServer.start(
                        "sts", request -> CompletableFuture.completedFuture(HttpResponse.empty(status)));
                KinesisGateway gateway = new KinesisGateway(assuming("plumbline-external-7")
                        .with("plumbline.aws.stsEndpoint", broken.uri().toString())
                        .settings())) {
            assertNeverLeft(gateway.put(ENTRY, null).toCompletableFuture().join());
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void whereStsIsNotThereTheSentenceStillNamesTheRole() {
        StsStandIn gone = new StsStandIn("any");
        gone.close();

        try (KinesisGateway gateway = new KinesisGateway(assuming("plumbline-external-7")
                .with("plumbline.aws.stsEndpoint", gone.uri().toString())
                .settings())) {
            assertThat(gateway.problems())
                    .singleElement()
                    .asString()
                    .contains("role arn:aws:iam::…4321:role/load-test was not assumed: ", "nothing listens there");
            assertNeverLeft(gateway.put(ENTRY, null).toCompletableFuture().join());
        }
    }

    @Test
    void aMissingProfileIsNamed() throws IOException {
        file("aws.sharedCredentialsFile", "[load]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = s\n");

        try (KinesisGateway gateway = new KinesisGateway(
                settings.with("plumbline.aws.profile", "laod").settings())) {
            assertThat(gateway.problems())
                    .singleElement()
                    .asString()
                    .startsWith("stream events: AWS credentials of profile laod: ");
            assertNeverLeft(gateway.put(ENTRY, null).toCompletableFuture().join());
        }
    }

    @Test
    void whereNothingHasAnyTheSentenceSaysWhatToDo() {
        AwsCredentialsProvider chain = AwsCredentialsProviderChain.builder()
                .credentialsProviders(() -> {
                    throw SdkClientException.create("nothing here");
                })
                .build();

        assertThatThrownBy(NotLoggedIn.unless(chain, "AWS credentials")::resolveCredentials)
                .isInstanceOf(NotLoggedIn.class)
                .hasMessageStartingWith("AWS credentials: nothing has any; log in with `aws configure`");
    }

    private static void assertNeverLeft(PutOutcome outcome) {
        assertThat(outcome).isInstanceOfSatisfying(PutOutcome.Refused.class, refused -> assertThat(refused.code())
                .isEqualTo("no credentials"));
    }

    @Test
    void aNamedProfileSignsAlsoOnLoopback() throws IOException {
        file("aws.sharedCredentialsFile", "[load]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = s\n");

        put(settings.with("plumbline.aws.profile", "load"));

        assertThat(signers()).containsExactly("AKIAPROFILE");
    }

    @Test
    void theProfileIsWhoAssumesTheRole() throws IOException {
        file("aws.sharedCredentialsFile", "[load]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = s\n");

        put(assuming("plumbline-external-7").with("plumbline.aws.profile", "load"));

        assertThat(sts.asked).singleElement().satisfies(request -> assertThat(request)
                .containsEntry("Signer", "AKIAPROFILE"));
        assertThat(signers()).containsExactly(StsStandIn.KEY_ID);
    }

    @Test
    void aWebIdentityIsExchangedForKeys() throws IOException {
        Path token = Files.writeString(home.resolve("token"), "a-web-identity");
        file("aws.configFile", "[profile load]\nrole_arn = %s\nweb_identity_token_file = %s\n".formatted(ROLE, token));
        System.setProperty("aws.endpointUrlSts", sts.uri().toString());
        System.setProperty("aws.region", "eu-central-1");

        put(settings.with("plumbline.aws.profile", "load"));

        assertThat(sts.asked).singleElement().satisfies(request -> assertThat(request)
                .contains(
                        entry("Action", "AssumeRoleWithWebIdentity"),
                        entry("RoleArn", ROLE),
                        entry("WebIdentityToken", "a-web-identity")));
        assertThat(signers()).containsExactly(StsStandIn.KEY_ID);
    }

    private TestSettings assuming(String externalId) {
        return settings.with("plumbline.aws.roleArn", ROLE)
                .with("plumbline.aws.externalId", externalId)
                .with("plumbline.aws.roleSessionName", "load")
                .with("plumbline.aws.stsEndpoint", sts.uri().toString());
    }

    private void file(String property, String content) throws IOException {
        System.setProperty(
                property, Files.writeString(home.resolve(property), content).toString());
    }

    private static void put(TestSettings settings) {
        try (KinesisGateway gateway = new KinesisGateway(settings.settings())) {
            gateway.put(ENTRY, null).toCompletableFuture().join();
        }
    }

    /** The keys that signed what the service was asked. */
    private List<String> signers() {
        return asked.stream()
                .map(request -> request.header("Authorization").replaceFirst(".*Credential=([^/]+)/.*", "$1"))
                .toList();
    }
}
