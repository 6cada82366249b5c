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
            "unstable",
            "error",
            "junit",
            "archiveArtifacts",
            "gatlingArchive",
            "publishHTML");

    /** What may stand in a block, by its name; in all others it is steps. */
    private static final Map<String, Set<String>> DIRECTIVES = Map.of(
            "", Set.of("pipeline"),
            "pipeline", Set.of("agent", "triggers", "parameters", "options", "environment", "stages", "post"),
            "triggers", Set.of("cron"),
            "parameters", Set.of("string", "choice"),
            "options", Set.of("timestamps", "disableConcurrentBuilds", "timeout", "buildDiscarder", "logRotator"),
            "environment", Set.of(),
            "stages", Set.of("stage"),
            "stage", Set.of("when", "steps"),
            "when", Set.of("expression"),
            "post", Set.of("always"));

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
    private final Map<String, Closure<?>> later = new LinkedHashMap<>();
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
            case "stages", "post" -> later.put(name, body(call));
            case "string" -> parameter(call, call.argument("defaultValue"));
            case "choice" -> parameter(call, ((List<?>) call.argument("choices")).get(0));
            case "when" -> stageRuns = (Boolean) block(call);
            case "steps" -> stageRuns ? block(call) : null;
            case "stage" -> {
                stageRuns = true;
                yield block(call);
            }
            case "sh" -> sh(call);
            case "withCredentials" -> withCredentials(call);
            case "unstable" -> result = "UNSTABLE";
            case "error" -> throw new Stopped(arguments.get(0).toString());
            default -> body(call) == null ? call : block(call);
        };
    }

    /** As Jenkins does: what the job is first, the stages until one fails, in any case what comes after. */
    private Object pipeline(Call call) {
        block(call);
        for (String part : List.of("stages", "post")) {
            blocks.add(part);
            try {
                later.get(part).call();
            } catch (Stopped stopped) {
                result = "FAILURE";
            }
            blocks.subList(1, blocks.size()).clear();
        }
        return null;
    }

    private Object block(Call call) {
        blocks.add(call.name());
        Object value = body(call).call();
        blocks.remove(blocks.size() - 1);
        return value;
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
            case "any" -> name;
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
