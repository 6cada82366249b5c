package io.plumbline.infra;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a Dockerfile says, and the same laid out in a folder, for there is no Docker in tests. It knows the instructions
 * that ours uses; anything else is an {@link AssertionError}.
 */
public record Dockerfile(List<Instruction> instructions) {

    private static final Set<String> KNOWN =
            Set.of("ARG", "FROM", "COPY", "RUN", "ENV", "VOLUME", "USER", "WORKDIR", "ENTRYPOINT", "CMD");

    /** @param value all behind the name, in one line */
    public record Instruction(String name, String value) {}

    /** Of the image of the generators. */
    public static Dockerfile ofGenerator() {
        try {
            return of(Files.readString(Path.of("infra/container/Dockerfile"), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Dockerfile of(String text) {
        List<Instruction> instructions = new ArrayList<>();
        for (String line : text.replaceAll("\\\\\n\\s*", "").split("\n")) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] words = line.split("\\s+", 2);
                if (!KNOWN.contains(words[0])) {
                    throw new AssertionError("nobody knows " + words[0] + " in a Dockerfile");
                }
                instructions.add(new Instruction(words[0], words[1].strip()));
            }
        }
        return new Dockerfile(List.copyOf(instructions));
    }

    /** The values of all instructions of a name. */
    List<String> all(String name) {
        return instructions.stream()
                .filter(instruction -> instruction.name().equals(name))
                .map(Instruction::value)
                .toList();
    }

    private String only(String name) {
        List<String> all = all(name);
        if (all.size() != 1) {
            throw new AssertionError(name + " stands there " + all.size() + " times");
        }
        return all.get(0);
    }

    /** The base image with the variables' defaults. */
    String from() {
        String from = only("FROM");
        for (String argument : all("ARG")) {
            String[] named = argument.split("=", 2);
            from = from.replace("${" + named[0] + "}", named[1]);
        }
        return from;
    }

    String user() {
        return only("USER");
    }

    String workdir() {
        return only("WORKDIR");
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        all("ENV").forEach(named -> environment.put(named.split("=", 2)[0], named.split("=", 2)[1]));
        return environment;
    }

    /** Where what is copied goes, by what it is in the context. */
    Map<String, String> copies() {
        Map<String, String> copies = new LinkedHashMap<>();
        all("COPY").forEach(copy -> copies.put(copy.split("\\s+")[0], copy.split("\\s+")[1]));
        return copies;
    }

    public List<String> entrypoint() {
        return execForm("ENTRYPOINT");
    }

    public List<String> command() {
        return execForm("CMD");
    }

    /** Otherwise a shell would be the first process, and get the signals. */
    private List<String> execForm(String name) {
        try {
            return List.of(new JsonMapper().readValue(only(name), String[].class));
        } catch (IOException e) {
            throw new AssertionError(name + " is not in exec form: " + e.getMessage());
        }
    }

    /** Copies from the context as a build would. */
    public void layOut(Path context, Path root) throws IOException {
        for (Map.Entry<String, String> copy : copies().entrySet()) {
            Path from = context.resolve(copy.getKey());
            Path to = root.resolve(copy.getValue().substring(1));
            if (!Files.isDirectory(from)) {
                to = to.resolve(from.getFileName().toString());
            }
            copy(from, to);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
