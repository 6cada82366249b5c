package io.plumbline.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.http.HttpException;

/** Failures that no test can bring about over a socket of its own. */
class PutFailuresTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_IO_SOCKET_CONNECTION_REFUSED",
                "AWS_IO_DNS_INVALID_NAME",
                "AWS_IO_DNS_NO_ADDRESS_FOR_HOST",
                "AWS_IO_DNS_QUERY_AGAIN",
                "AWS_IO_DNS_QUERY_FAILED",
                "AWS_ERROR_HTTP_CONNECTION_MANAGER_SHUTTING_DOWN"
            })
    void withoutAConnectionAPutNeverLeft(String crtError) {
        assertThat(outcome(crt(crtError))).isInstanceOf(PutOutcome.Refused.class);
        assertThat(outcome(new IOException(crt(crtError))))
                .isInstanceOfSatisfying(PutOutcome.Refused.class, refused -> assertThat(refused.forWantOfAConnection())
                        .isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_ERROR_HTTP_CONNECTION_MANAGER_ACQUISITION_TIMEOUT",
                "AWS_ERROR_HTTP_CONNECTION_MANAGER_MAX_PENDING_ACQUISITIONS_EXCEEDED"
            })
    void withoutAFreeConnectionTheGeneratorIsToBlame(String crtError) {
        assertThat(outcome(crt(crtError)))
                .isInstanceOfSatisfying(PutOutcome.Refused.class, refused -> assertThat(refused.forWantOfAConnection())
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_IO_SOCKET_CLOSED",
                "AWS_IO_SOCKET_TIMEOUT",
                "AWS_IO_SOCKET_NO_ROUTE_TO_HOST",
                "AWS_IO_SOCKET_NETWORK_DOWN",
                "AWS_ERROR_HTTP_CONNECTION_CLOSED",
                "AWS_ERROR_UNKNOWN"
            })
    void whatMayHappenOnAConnectionToLeavesItUnknown(String crtError) {
        assertThat(outcome(crt(crtError))).isInstanceOf(PutOutcome.Unanswered.class);
    }

    @Test
    void aSocketThatTimedOutMayHaveBeenConnected() {
        String message = CRT.awsErrorString(crt("AWS_IO_SOCKET_TIMEOUT").getErrorCode());

        assertThat(outcome(new ConnectException(message))).isInstanceOf(PutOutcome.Unanswered.class);
        assertThat(outcome(new ConnectException("Connection refused"))).isInstanceOf(PutOutcome.Refused.class);
    }

    @Test
    void aHostThatIsNotFoundTakesNothing() {
        assertThat(outcome(new UnknownHostException("no-such-host"))).isInstanceOf(PutOutcome.Refused.class);
    }

    private static PutOutcome outcome(Exception cause) {
        return PutFailures.outcome(SdkClientException.create("Unable to execute HTTP request", cause));
    }

    private static HttpException crt(String name) {
        int code = IntStream.range(0, 10_000)
                .filter(candidate -> name.equals(CRT.awsErrorName(candidate)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the CRT knows no error " + name));
        return new HttpException(code);
    }
}
