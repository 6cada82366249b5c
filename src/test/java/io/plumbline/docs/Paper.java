package io.plumbline.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One of the project's Markdown files. */
record Paper(Path path, String text) {

    static final Paper README = of("README.md");
    static final Paper ARCHITECTURE = of("docs/architecture.md");
    static final Paper CONTRACT = of("docs/contract.md");

    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)}");

    static Paper of(String path) {
        return of(Path.of(path));
    }

    private static Paper of(Path path) {
        return new Paper(path, read(path));
    }

    /** Those in the project's root and all below {@code docs}. */
    static List<Paper> all() {
        try (Stream<Path> root = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(root, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .map(Paper::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path path) {
        try {
            return Files.readString(path, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks of code of one language. */
    List<String> blocks(String language) {
        return FENCE.matcher(text)
                .results()
                .filter(fence -> fence.group(1).equals(language))
                .map(fence -> fence.group(2))
                .toList();
    }

    /** The text without its blocks of code. */
    String prose() {
        return FENCE.matcher(text).replaceAll("");
    }

    /** What stands between backticks. */
    List<String> code() {
        return code(prose());
    }

    static List<String> code(String prose) {
        return CODE.matcher(prose).results().map(span -> span.group(1)).toList();
    }

    /** The text between a heading and the next one, whatever their levels. */
    String section(String heading) {
        Matcher section = Pattern.compile("(?ms)^#+ " + Pattern.quote(heading) + "$\\n(.*?)(?=^#+ |\\z)")
                .matcher(prose());
        if (!section.find()) {
            throw new AssertionError(path + " has no heading '" + heading + "'");
        }
        return section.group(1);
    }

    /** The rows of the table whose head begins with this cell, cell by cell. */
    static List<List<String>> table(String section, String head) {
        return section.lines()
                .dropWhile(line -> !line.startsWith("| " + head + " |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Stream.of(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    /** {@code a.b} and {@code a.c} for {@code a.{b,c}}. */
    static List<String> expanded(String names) {
        Matcher braces = BRACES.matcher(names);
        if (!braces.find()) {
            return List.of(names);
        }
        List<String> all = new ArrayList<>();
        MatchResult first = braces.toMatchResult();
        for (String one : first.group(1).split(",")) {
            all.addAll(expanded(names.substring(0, first.start()) + one + names.substring(first.end())));
        }
        return all;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
