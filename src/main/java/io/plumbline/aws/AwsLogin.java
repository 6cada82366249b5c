package io.plumbline.aws;

import io.plumbline.settings.GuardSettings;
import io.plumbline.settings.Redaction;
import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.Role;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * As whom AWS is asked: by the SDK's own chain or by one profile of it, and on top of that as a role where one is named.
 * An endpoint on loopback is nobody's account: it is not shown the user's own keys but made-up ones, unless a profile or
 * a role is named.
 *
 * @param end ends what renews the credentials
 */
record AwsLogin(AwsCredentialsProvider credentials, Runnable end) implements AutoCloseable {

    /** With all attempts; what waits for the answer has a time-out that is not much longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** @param endpoint of the service that is asked; none: its region's own */
    static AwsLogin choose(Settings.Aws aws, Optional<URI> endpoint, Optional<String> region) {
        return aws.role()
                .map(role -> assumed(role, base(aws, role.stsEndpoint()), region))
                .orElseGet(() -> base(aws, endpoint));
    }

    private static AwsLogin base(Settings.Aws aws, Optional<URI> endpoint) {
        if (aws.profile().isPresent()) {
            return closing(
                    ProfileCredentialsProvider.create(aws.profile().get()),
                    "AWS credentials of profile " + aws.profile().get());
        }
        return endpoint.filter(GuardSettings::isLoopback).isPresent()
                ? new AwsLogin(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("loopback", "loopback")), () -> {})
                : closing(DefaultCredentialsProvider.builder().build(), "AWS credentials");
    }

    /** Renewed on a thread of its own before it expires, so that no put waits for it. */
    private static AwsLogin assumed(Role role, AwsLogin base, Optional<String> region) {
        StsClientBuilder builder = StsClient.builder()
                .credentialsProvider(base.credentials())
                .overrideConfiguration(override -> override.apiCallTimeout(PATIENCE));
        region.map(Region::of).ifPresent(builder::region);
        role.stsEndpoint().ifPresent(builder::endpointOverride);
        StsClient sts = builder.build();
        StsAssumeRoleCredentialsProvider assumed = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .asyncCredentialUpdateEnabled(true)
                .refreshRequest(request -> request.roleArn(role.arn())
                        .roleSessionName(role.sessionName())
                        .externalId(role.externalId().orElse(null)))
                .build();
        return new AwsLogin(
                NotLoggedIn.unless(assumed, "role " + Redaction.of(role.arn()) + " was not assumed"), () -> {
                    assumed.close();
                    sts.close();
                    base.close();
                });
    }

    private static <P extends AwsCredentialsProvider & SdkAutoCloseable> AwsLogin closing(P provider, String who) {
        return new AwsLogin(NotLoggedIn.unless(provider, who), provider::close);
    }

    @Override
    public void close() {
        end.run();
    }
}
