package io.plumbline.preflight;

import java.util.Map;
import java.util.Optional;

/**
 * Something that a load would reach.
 *
 * @param name by which messages and settings know it: a stream's name, a function's with its version or alias, a table's
 *     full name
 * @param owner the account or the project that it belongs to, as its service says
 * @param tags what it carries
 * @param unread why its tags could not be read; empty where they were
 */
public record Resource(Kind kind, String name, String owner, Map<String, String> tags, Optional<String> unread) {

    private static final int ACCOUNT_DIGITS_SHOWN = 4;

    /** What there is. */
    public enum Kind {
        STREAM("stream", "tag", "kinesis:ListTagsForStream"),
        FUNCTION("function", "tag", "lambda:ListTags"),
        TABLE("table", "label", "bigquery.tables.get");

        private final String word;
        private final String tag;
        private final String permission;

        Kind(String word, String tag, String permission) {
            this.word = word;
            this.tag = tag;
            this.permission = permission;
        }

        /** What its service calls a tag. */
        String tag() {
            return tag;
        }

        /** Without which nobody reads its tags. */
        String permission() {
            return permission;
        }
    }

    /** As messages name it. */
    String named() {
        return kind.word + " " + name;
    }

    /** The last digits of an account; a project as it is. */
    String shownOwner() {
        return kind == Kind.TABLE ? owner : "…" + owner.substring(Math.max(0, owner.length() - ACCOUNT_DIGITS_SHOWN));
    }
}
