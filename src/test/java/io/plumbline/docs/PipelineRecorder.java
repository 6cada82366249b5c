package io.plumbline.docs;

import groovy.lang.Closure;
import groovy.lang.GString;
import groovy.lang.GroovyShell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.control.CompilerConfiguration;

/**
 * Runs a declarative Jenkinsfile without Jenkins and writes down each step. It knows what ours uses; anything else is an
 * {@link AssertionError}, so that a misspelt name is found before Jenkins finds it.
 */
public final class PipelineRecorder {

    /** What is no step, but stands among steps. */
    private static final Set<String> NO_STEPS = Set.of("script", "usernamePassword", "file");

    private static final Set<String> AMONG_STEPS = Set.of(
            "script",
            "usernamePassword",
            "file",
            "sh",
            "withCredentials",
            "stash",
            "unstash",
            "unstable",
            "error",
            "junit",
            "archiveArtifacts",
            "gatlingArchive",
            "publishHTML");

    /** What may stand in a block, by its name; in all others it is steps. */
    private static final Map<String, Set<String>> DIRECTIVES = Map.ofEntries(
            Map.entry("", Set.of("pipeline")),
            Map.entry(
                    "pipeline", Set.of("agent", "triggers", "parameters", "options", "environment", "stages", "post")),
            Map.entry("triggers", Set.of("cron")),
            Map.entry("parameters", Set.of("string", "choice")),
            Map.entry(
                    "options",
                    Set.of("timestamps", "disableConcurrentBuilds", "timeout", "buildDiscarder", "logRotator")),
            Map.entry("environment", Set.of()),
            Map.entry("stages", Set.of("stage")),
            Map.entry("stage", Set.of("agent", "when", "steps", "matrix", "post")),
            Map.entry("matrix", Set.of("agent", "axes", "stages")),
            Map.entry("axes", Set.of("axis")),
            Map.entry("axis", Set.of("name", "values")),
            Map.entry("when", Set.of("expression")),
            Map.entry("post", Set.of("always")));

    /** Whoever runs the scripts for the shell. */
    @FunctionalInterface
    public interface Shell {

        /** @return the exit code */
        int run(String label, String script, Map<String, String> environment);
    }

    /**
     * A step, a directive, or a value that one of them is given.
     *
     * @param within the block that it stands in
     */
    public record Call(String within, String name, List<Object> arguments) {

        /** A named argument, null where it is not given. */
        public Object argument(String key) {
            return arguments.stream()
                    .filter(Map.class::isInstance)
                    .findFirst()
                    .<Object>map(named -> ((Map<?, ?>) named).get(key))
                    .orElse(null);
        }

        @Override
        public String toString() {
            return argument("label") == null ? name : name + " " + argument("label");
        }
    }

    /** @param result {@code SUCCESS}, {@code UNSTABLE} or {@code FAILURE} */
    public record Build(String result, List<Call> calls) {

        /** The steps in their order. */
        public List<String> steps() {
            return calls.stream()
                    .filter(call -> AMONG_STEPS.contains(call.name()) && !NO_STEPS.contains(call.name()))
                    .map(Call::toString)
                    .toList();
        }

        /** All calls of a name. */
        public List<Call> calls(String name) {
            return calls.stream().filter(call -> call.name().equals(name)).toList();
        }
    }

    /** What ends a build before its end. */
    private static final class Stopped extends RuntimeException {
        Stopped(String why) {
            super(why);
        }
    }

    private final Shell shell;
    private final Map<String, String> given;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> blocks = new ArrayList<>(List.of(""));
    private final List<Call> calls = new ArrayList<>();
    /** What is run after the block that it stands in was read, by its name; of the innermost block last. */
    private final List<Map<String, Closure<?>>> later = new ArrayList<>();

    private final Map<String, List<Object>> axis = new LinkedHashMap<>();
    private String result = "SUCCESS";
    private boolean stageRuns;

    private PipelineRecorder(Shell shell, Map<String, String> given) {
        this.shell = shell;
        this.given = given;
    }

    /** One build of a job, with those parameters that are not left as they are. */
    public static Build build(Path jenkinsfile, int number, Map<String, String> parameters, Shell shell) {
        PipelineRecorder recorder = new PipelineRecorder(shell, parameters);
        recorder.environment.put("BUILD_NUMBER", Integer.toString(number));
        CompilerConfiguration compiler = new CompilerConfiguration();
        compiler.setScriptBaseClass(RecordedScript.class.getName());
        try {
            RecordedScript script = (RecordedScript) new GroovyShell(RecordedScript.class.getClassLoader(), compiler)
                    .parse(Files.readString(jenkinsfile), "Jenkinsfile.groovy");
            script.recorder(recorder);
            script.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Build(recorder.result, List.copyOf(recorder.calls));
    }

    Object call(String name, List<Object> arguments) {
        String within = blocks.get(blocks.size() - 1);
        if (!DIRECTIVES.getOrDefault(within, AMONG_STEPS).contains(name)) {
            throw new AssertionError("nobody knows " + name + " in " + (within.isEmpty() ? "a Jenkinsfile" : within));
        }
        Call call = new Call(within, name, arguments);
        calls.add(call);
        return switch (name) {
            case "pipeline" -> pipeline(call);
            case "stages", "steps", "matrix", "post" ->
                later.get(later.size() - 1).put(name, body(call));
            case "name", "values" -> axis.put(name, arguments);
            case "string" -> parameter(call, call.argument("defaultValue"));
            case "choice" -> parameter(call, ((List<?>) call.argument("choices")).get(0));
            case "when" -> stageRuns = (Boolean) block(call);
            case "stage" -> stage(call);
            case "sh" -> sh(call);
            case "withCredentials" -> withCredentials(call);
            case "unstable" -> result = "UNSTABLE";
            case "error" -> throw new Stopped(arguments.get(0).toString());
            default -> body(call) == null ? call : block(call);
        };
    }

    /** As Jenkins does: what the job is first, the stages until one fails, in any case what comes after. */
    private Object pipeline(Call call) {
        Map<String, Closure<?>> parts = read(call.name(), body(call));
        for (String part : List.of("stages", "post")) {
            if (stopped(() -> run(part, parts)) != null) {
                result = "FAILURE";
            }
        }
        return null;
    }

    private Object stage(Call call) {
        stageRuns = true;
        Map<String, Closure<?>> parts = read(call.name(), body(call));
        if (stageRuns) {
            Stopped stopped = stopped(() -> {
                run("steps", parts);
                matrix(parts);
            });
            run("post", parts);
            if (stopped != null) {
                throw stopped;
            }
        }
        return null;
    }

    /** One cell after the other, each to its end, even if one before it has failed. */
    private void matrix(Map<String, Closure<?>> stage) {
        if (!stage.containsKey("matrix")) {
            return;
        }
        Map<String, Closure<?>> parts = read("matrix", stage.get("matrix"));
        String name = axis.get("name").get(0).toString();
        Stopped last = null;
        for (Object value : axis.get("values")) {
            environment.put(name, value.toString());
            Stopped stopped = stopped(() -> run("stages", parts));
            last = stopped == null ? last : stopped;
        }
        environment.remove(name);
        if (last != null) {
            throw last;
        }
    }

    /** Runs a block but for the parts that come after it was read. */
    private Map<String, Closure<?>> read(String name, Closure<?> body) {
        Map<String, Closure<?>> parts = new LinkedHashMap<>();
        later.add(parts);
        run(name, Map.of(name, body));
        later.remove(later.size() - 1);
        return parts;
    }

    private Object run(String part, Map<String, Closure<?>> parts) {
        if (!parts.containsKey(part)) {
            return null;
        }
        blocks.add(part);
        Object value = parts.get(part).call();
        blocks.remove(blocks.size() - 1);
        return value;
    }

    /** What ended it, or null. */
    private Stopped stopped(Runnable part) {
        int depth = blocks.size();
        try {
            part.run();
            return null;
        } catch (Stopped stopped) {
            blocks.subList(depth, blocks.size()).clear();
            return stopped;
        }
    }

    private Object block(Call call) {
        return run(call.name(), Map.of(call.name(), body(call)));
    }

    private static Closure<?> body(Call call) {
        return call.arguments().stream()
                .filter(Closure.class::isInstance)
                .map(body -> (Closure<?>) body)
                .findFirst()
                .orElse(null);
    }

    private Call parameter(Call call, Object otherwise) {
        String name = call.argument("name").toString();
        parameters.put(name, given.getOrDefault(name, otherwise.toString()));
        return call;
    }

    private Object sh(Call call) {
        Object script = call.argument("script") == null ? call.arguments().get(0) : call.argument("script");
        if (script instanceof GString) {
            throw new AssertionError("values that are put into a script can run as commands: " + script);
        }
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.putAll(environment);
        int exit = shell.run(String.valueOf(call.argument("label")), script.toString(), all);
        if (Boolean.TRUE.equals(call.argument("returnStatus"))) {
            return exit;
        }
        if (exit != 0) {
            throw new Stopped("script returned exit code " + exit);
        }
        return null;
    }

    /** The credentials are their ids here, in the variables that are named for them. */
    private Object withCredentials(Call call) {
        Map<String, String> before = new LinkedHashMap<>(environment);
        for (Object credentials : (List<?>) call.arguments().get(0)) {
            Map<?, ?> named = (Map<?, ?>) ((Call) credentials).arguments().get(0);
            named.forEach((key, variable) -> {
                if (key.toString().toLowerCase(Locale.ROOT).endsWith("variable")) {
                    environment.put(
                            variable.toString(), named.get("credentialsId").toString());
                }
            });
        }
        Object value = block(call);
        environment.keySet().retainAll(before.keySet());
        return value;
    }

    Object value(String name) {
        return switch (name) {
            case "any", "none" -> name;
            case "params" -> parameters;
            case "env" -> environment;
            case "currentBuild" -> Map.of("currentResult", result);
            default -> {
                if (!environment.containsKey(name)) {
                    throw new AssertionError("nobody knows a value " + name);
                }
                yield environment.get(name);
            }
        };
    }

    void set(String name, Object value) {
        if (!blocks.get(blocks.size() - 1).equals("environment")) {
            throw new AssertionError(name + " is set outside of environment");
        }
        environment.put(name, value.toString());
    }
}
