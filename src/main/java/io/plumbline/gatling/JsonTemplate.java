package io.plumbline.gatling;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatling.commons.util.TypeHelper;
import io.gatling.commons.validation.Failure;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.body.BodyWithStringExpression;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.Body;
import io.gatling.javaapi.core.internal.Expressions;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/**
 * A JSON text with placeholders in Gatling's expression language. Inside a string their values are escaped, elsewhere they
 * are JSON values. It is read once; making a body of it builds a text and no tree.
 */
public final class JsonTemplate implements BodyWithStringExpression {

    /** Stands for a placeholder while it is checked that the text is JSON: no placeholder is shorter. */
    private static final String VALUE = "null";

    private static final JsonMapper CHECKING = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String name;
    private final String text;

    /** What stands before each placeholder, and at last what stands behind them. */
    private final List<String> around = new ArrayList<>();

    private final List<Placeholder> placeholders = new ArrayList<>();

    /** @param name of the template, for messages */
    private JsonTemplate(String name, String text) {
        this.name = name;
        this.text = text;
        read();
    }

    /** @throws IllegalArgumentException if it is no JSON; the message says where and why */
    public static Body.WithString of(String text) {
        return new Body.WithString(new JsonTemplate("the JSON template", text));
    }

    /**
     * As {@link #ofFile(String)}, of a file that the settings name.
     *
     * @param needed a placeholder that it must have
     * @throws IllegalArgumentException also if it is missing
     */
    public static Body.WithString ofFile(Path file, String needed) {
        // With slashes also where paths have others: that is how it is named on the class path.
        Body.WithString body = ofFile(file.toString().replace(File.separatorChar, '/'));
        JsonTemplate template = (JsonTemplate) body.asScala();
        if (template.placeholders.stream()
                .noneMatch(placeholder -> placeholder.text().equals(needed))) {
            throw new IllegalArgumentException(template.name + " has no " + needed);
        }
        return body;
    }

    /**
     * @param path on the class path, else in the file system; UTF-8
     * @throws IllegalArgumentException if it is not there, or no JSON; the message says where and why
     */
    public static Body.WithString ofFile(String path) {
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = own == null ? JsonTemplate.class.getClassLoader() : own;
        try (InputStream resource = loader.getResourceAsStream(path);
                InputStream file = resource == null ? Files.newInputStream(Path.of(path)) : resource) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return new Body.WithString(new JsonTemplate("the JSON template " + path, text));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new IllegalArgumentException(
                    "the JSON template " + path
                            + " is neither on the class path nor a file; give its path below src/test/resources",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param inString whether it stands inside of a JSON string
     * @param value fails where the session has none
     */
    private record Placeholder(String text, boolean inString, Function1<Session, Validation<Object>> value) {

        /**
         * Appends the user's value.
         *
         * @return why there is none; null if there is one
         */
        @Nullable
        Failure append(Session session, StringBuilder json) {
            Validation<Object> validation = value.apply(session);
            if (validation instanceof Success<Object> success) {
                return append(success.value(), json);
            }
            Failure failure = (Failure) (Validation<?>) validation;
            return !inString && TypeHelper.isNullValueFailure(failure) ? append((Object) null, json) : failure;
        }

        private @Nullable Failure append(@Nullable Object found, StringBuilder json) {
            try {
                if (inString) {
                    JsonText.appendEscaped(String.valueOf(found), json);
                } else {
                    JsonText.append(found, json);
                }
                return null;
            } catch (IllegalArgumentException e) {
                return new Failure(text + ": " + e.getMessage());
            }
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public Validation<String> apply(Session session) {
        StringBuilder json = new StringBuilder(2 * text.length());
        for (int i = 0; i < placeholders.size(); i++) {
            json.append(around.get(i));
            Failure failure = placeholders.get(i).append(session, json);
            if (failure != null) {
                return (Validation<String>) (Validation<?>) failure;
            }
        }
        return new Success<>(json.append(around.get(placeholders.size())).toString());
    }

    private void read() {
        StringBuilder filled = new StringBuilder(text);
        boolean inString = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("#{", i)) {
                int end = text.indexOf('}', i) + 1;
                if (end == 0) {
                    throw wrong(i, "a placeholder that does not end");
                }
                around.add(text.substring(start, i));
                placeholders.add(placeholder(i, text.substring(i, end), inString));
                // As long, so that Jackson tells the right place.
                filled.replace(i, end, inString ? "x".repeat(end - i) : VALUE + " ".repeat(end - i - VALUE.length()));
                start = end;
                i = end - 1;
            } else if (text.charAt(i) == '"') {
                inString = !inString;
            } else if (text.charAt(i) == '\\' && inString) {
                i++;
            }
        }
        around.add(text.substring(start));
        requireJson(filled.toString());
    }

    private Placeholder placeholder(int index, String expression, boolean inString) {
        if (!inString && expression.endsWith(".jsonStringify()}")) {
            throw wrong(index, expression + " would be written as JSON twice; leave out .jsonStringify()");
        }
        try {
            return new Placeholder(expression, inString, Expressions.toAnyExpression(expression));
        } catch (Exception e) {
            // Gatling's own is a checked one that it does not declare to Java.
            throw wrong(index, String.valueOf(e.getMessage()));
        }
    }

    private void requireJson(String filled) {
        try {
            if (CHECKING.readTree(filled).isMissingNode()) {
                throw new IllegalArgumentException(name + " is empty");
            }
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new IllegalArgumentException(
                    "%s is no JSON, line %d, column %d: %s"
                            .formatted(name, at.getLineNr(), at.getColumnNr(), e.getOriginalMessage()),
                    e);
        }
    }

    private IllegalArgumentException wrong(int index, String why) {
        String before = text.substring(0, index);
        long line = 1 + before.chars().filter(c -> c == '\n').count();
        int column = index - before.lastIndexOf('\n');
        return new IllegalArgumentException("%s, line %d, column %d: %s".formatted(name, line, column, why));
    }
}
