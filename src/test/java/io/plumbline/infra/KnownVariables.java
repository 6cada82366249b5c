package io.plumbline.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The variables of the environment that the page of the settings names. */
final class KnownVariables {

    private static final Pattern VARIABLE = Pattern.compile("`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`");
    private static final Set<String> KNOWN = read();

    private KnownVariables() {}

    private static Set<String> read() {
        Set<String> known = new TreeSet<>();
        try {
            VARIABLE.matcher(Files.readString(Path.of("docs/settings.md")))
                    .results()
                    .forEach(named -> known.add(named.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return known;
    }

    static void assertKnown(String variable) {
        assertThat(KNOWN).contains(variable);
    }

    static boolean isSecret(String variable) {
        return variable.matches(".*(SECRET|TOKEN|PASSWORD|ACCESS_KEY|CREDENTIALS).*");
    }
}
