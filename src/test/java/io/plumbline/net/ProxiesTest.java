package io.plumbline.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which proxy leads where, by what is set for the process. */
class ProxiesTest {

    private static final URI KINESIS = URI.create("https://kinesis.eu-west-1.amazonaws.com");

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Proxies proxies = new Proxies(properties::get, environment::get);

    @Test
    void withoutOneTheWayIsDirect() {
        assertThat(proxies.to(KINESIS)).isEmpty();
        assertThat(proxies.problem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTPS_PROXY", "https_proxy"})
    void theEnvironmentsLeadsToEndpointsWithTls(String variable) {
        environment.put(variable, "http://proxy.example:3128");

        assertThat(proxies.to(KINESIS)).hasToString("Optional[proxy.example:3128 (" + variable + ")]");
        assertThat(proxies.to(URI.create("http://kinesis.example"))).isEmpty();
    }

    @Test
    void thePropertiesCountMoreThanTheEnvironment() {
        environment.put("HTTPS_PROXY", "http://proxy.example:3128");
        properties.put("https.proxyHost", "other.example");
        properties.put("https.proxyPort", "8080");

        assertThat(proxies.to(KINESIS)).hasToString("Optional[other.example:8080 (-Dhttps.proxyHost)]");
    }

    @Test
    void endpointsWithoutTlsHaveTheirOwn() {
        environment.put("HTTP_PROXY", "proxy.example");

        assertThat(proxies.to(URI.create("http://kinesis.example")))
                .hasToString("Optional[proxy.example:80 (HTTP_PROXY)]");
        assertThat(proxies.to(KINESIS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:4566",
                "http://127.1.2.3",
                "http://localhost:4566",
                "http://[::1]:4566",
                "http://169.254.169.254",
                "http://metadata.google.internal"
            })
    void thisMachineAndTheCloudsMetadataAreReachedWithoutUnlessAsked(URI nearby) {
        environment.put("HTTP_PROXY", "http://proxy.example:3128");
        assertThat(proxies.to(nearby)).isEmpty();

        properties.put("http.nonProxyHosts", "");
        assertThat(proxies.to(nearby)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "*, true",
        "amazonaws.com, true",
        ".amazonaws.com, true",
        "*.amazonaws.com, true",
        "'example.com, kinesis.eu-west-1.AMAZONAWS.com', true",
        "amazonaws.com:443, false",
        "aws.com, false",
        "'', false",
    })
    void whoIsInNoProxyIsReachedWithout(String list, boolean direct) {
        environment.put("HTTPS_PROXY", "http://proxy.example:3128");
        environment.put("NO_PROXY", list);

        assertThat(proxies.to(KINESIS).isEmpty()).isEqualTo(direct);
    }

    @ParameterizedTest
    @CsvSource({"*.amazonaws.com, true", "localhost|kinesis.*, true", "amazonaws.com, false", "localhost, false"})
    void whoIsInNonProxyHostsIsReachedWithout(String list, boolean direct) {
        environment.put("NO_PROXY", "*");
        properties.put("https.proxyHost", "proxy.example");
        properties.put("http.nonProxyHosts", list);

        assertThat(proxies.to(KINESIS).isEmpty()).isEqualTo(direct);
    }

    @Test
    void aLoginIsTakenAndItsPasswordNotShown() {
        environment.put("HTTPS_PROXY", "http://me:p4ssw0rd@proxy.example:3128");

        Proxy proxy = proxies.to(KINESIS).orElseThrow();

        assertThat(proxy.login()).hasValue(new Proxy.Login("me", "p4ssw0rd"));
        assertThat(proxy.toString() + proxy.login()).doesNotContain("p4ssw0rd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://me:p4ssw0rd@proxy.example", "socks5://me:p4ssw0rd@proxy.example", "http://me:p4ssw0rd@"
            })
    void whatIsNoProxyIsToldWithoutItsPassword(String text) {
        environment.put("HTTPS_PROXY", text);

        assertThat(proxies.problem())
                .hasValue("environment HTTPS_PROXY: names no proxy that can be used; set it to http://host:port");
    }

    @Test
    void aWrongPortIsTold() {
        properties.put("https.proxyHost", "proxy.example");
        properties.put("https.proxyPort", "high");

        assertThat(proxies.problem()).hasValue("-Dhttps.proxyPort: \"high\" is no port");
    }
}
