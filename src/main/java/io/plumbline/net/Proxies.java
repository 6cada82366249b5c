package io.plumbline.net;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy leads where: the one of the JVM's properties ({@code https.proxyHost}, {@code https.proxyPort}), else that of
 * the environment ({@code HTTPS_PROXY}); {@code http.…} and {@code HTTP_PROXY} for endpoints without TLS. The same for every
 * client, for each of them has its own habits.
 *
 * <p>{@code http.nonProxyHosts}, else {@code NO_PROXY}, names who is reached without one. This machine and the cloud's
 * metadata always are, unless {@code http.nonProxyHosts} is set and leaves them out.
 */
public record Proxies(Function<String, @Nullable String> properties, Function<String, @Nullable String> environment) {

    private static final int DEFAULT_PORT = 80;

    /** As the JDK's own default; 169.254 is where clouds tell machines who they are. */
    private static final String NEARBY = "localhost|127.*|[::1]|0.0.0.0|169.254.*|metadata.google.internal";

    public static Proxies ofThisProcess() {
        return new Proxies(System::getProperty, System::getenv);
    }

    /** @throws IllegalArgumentException if the one that is named for it is none; the message says which */
    public Optional<Proxy> to(URI endpoint) {
        String scheme = "http".equals(endpoint.getScheme()) ? "http" : "https";
        if (isReachedWithout(endpoint)) {
            return Optional.empty();
        }
        return named(scheme);
    }

    /** What is wrong with those that are named, a sentence; empty when nothing is. */
    public Optional<String> problem() {
        try {
            for (String scheme : List.of("http", "https")) {
                named(scheme);
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** For clients that connect as the JDK does. */
    public HttpURLConnection open(URL url) throws IOException {
        try {
            java.net.Proxy by = to(url.toURI()).map(Proxy::address).orElse(java.net.Proxy.NO_PROXY);
            return (HttpURLConnection) url.openConnection(by);
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private Optional<Proxy> named(String scheme) {
        return ofProperties(scheme).or(() -> ofEnvironment(scheme));
    }

    private Optional<Proxy> ofProperties(String scheme) {
        return given(properties, scheme + ".proxyHost").map(host -> {
            String name = scheme + ".proxyPort";
            String port = given(properties, name).orElse("http".equals(scheme) ? "80" : "443");
            if (!port.matches("\\d{1,5}")) {
                throw new IllegalArgumentException("-D" + name + ": \"" + port + "\" is no port");
            }
            return new Proxy(host, Integer.parseInt(port), Optional.empty(), "-D" + scheme + ".proxyHost");
        });
    }

    private Optional<Proxy> ofEnvironment(String scheme) {
        return Stream.of(scheme + "_proxy", (scheme + "_proxy").toUpperCase(Locale.ROOT))
                .flatMap(name -> given(environment, name).map(text -> parsed(name, text)).stream())
                .findFirst();
    }

    private static Proxy parsed(String name, String text) {
        try {
            URI uri = new URI(text.contains("://") ? text : "http://" + text);
            if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
                int port = uri.getPort() > 0 ? uri.getPort() : DEFAULT_PORT;
                return new Proxy(uri.getHost().replaceAll("^\\[|]$", ""), port, login(uri.getUserInfo()), name);
            }
        } catch (URISyntaxException e) {
            // Told without the text, which may hold a password.
        }
        throw new IllegalArgumentException(
                "environment " + name + ": names no proxy that can be used; set it to http://host:port");
    }

    private static Optional<Proxy.Login> login(@Nullable String userInfo) {
        if (userInfo == null) {
            return Optional.empty();
        }
        String[] parts = userInfo.split(":", 2);
        return Optional.of(new Proxy.Login(parts[0], parts.length > 1 ? parts[1] : ""));
    }

    private boolean isReachedWithout(URI endpoint) {
        String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
        String asked = properties.apply("http.nonProxyHosts");
        if (asked != null) {
            return matches(host, asked);
        }
        return matches(host, NEARBY)
                || Stream.of("no_proxy", "NO_PROXY")
                        .flatMap(name -> given(environment, name).stream())
                        .limit(1)
                        .flatMap(list -> Arrays.stream(list.split("[,\\s]+")))
                        .anyMatch(entry -> isEntry(host, endpoint.getPort(), entry.toLowerCase(Locale.ROOT)));
    }

    /** Names separated by |, with * at the beginning or the end. */
    private static boolean matches(String host, String patterns) {
        return Arrays.stream(patterns.toLowerCase(Locale.ROOT).split("\\|"))
                .filter(pattern -> !pattern.isEmpty())
                .anyMatch(pattern -> host.matches(("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q")));
    }

    /** A name stands for all hosts below it as well. */
    private static boolean isEntry(String host, int port, String entry) {
        String name = entry.replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", "");
        boolean isPort = !entry.matches(".*:\\d+") || entry.endsWith(":" + port);
        return entry.equals("*") || isPort && !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
    }

    private static Optional<String> given(Function<String, @Nullable String> from, String name) {
        return Optional.ofNullable(from.apply(name)).filter(text -> !text.isBlank());
    }
}
