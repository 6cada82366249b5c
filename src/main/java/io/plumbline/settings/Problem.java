package io.plumbline.settings;

import java.util.Optional;

/** Something wrong with the settings, told so that it can be put right. */
public sealed interface Problem {

    /** One line: what is wrong, where it came from, what to do. */
    String text();

    /** A value that is not allowed; secrets arrive here already redacted. */
    record Invalid(String setting, String value, String origin, String allowed) implements Problem {

        static Invalid of(Given given, Kind<?> kind) {
            String value = kind.isSecret() ? Secret.REDACTED : Shown.of(given.text());
            return new Invalid(given.setting(), value, given.origin(), kind.allowed());
        }

        @Override
        public String text() {
            return "%s: \"%s\" from %s is not allowed; allowed: %s".formatted(named(setting), value, origin, allowed);
        }
    }

    /** Not set, but needed. */
    record Missing(String setting, String reason) implements Problem {

        @Override
        public String text() {
            return "%s: missing; needed because %s".formatted(named(setting), reason);
        }
    }

    /** A name that means nothing. The value is not shown: it may be a misspelt secret's. */
    record Unknown(String name, String origin, Optional<String> suggestion) implements Problem {

        @Override
        public String text() {
            return "%s: no such setting%s"
                    .formatted(
                            origin.endsWith(name) ? origin : name + " from " + origin,
                            suggestion.map("; did you mean `%s`?"::formatted).orElse(""));
        }
    }

    /** A secret where others can see it. */
    record Exposed(String setting, String origin) implements Problem {

        @Override
        public String text() {
            return "%s: refused from %s, because the list of processes shows it to everybody; use the environment or a file"
                    .formatted(named(setting), origin);
        }
    }

    /** A file that cannot be read as a whole. */
    record Unreadable(String origin, String detail) implements Problem {

        @Override
        public String text() {
            return "%s cannot be read: %s".formatted(origin, detail);
        }
    }

    private static String named(String setting) {
        String name = EnvironmentNames.toTell(setting);
        return Shown.of(setting) + (name.isEmpty() ? "" : " (environment " + name + ")");
    }
}
