package io.plumbline.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of the test code in JVMs of their own, and what this JVM uses. */
public final class Jvm {

    private Jvm() {}

    /** The command that runs the program on this JVM's class path; its errors go where this process' own do. */
    public static ProcessBuilder of(Class<?> program, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** Runs it to its end and prints what it prints; its exit code. */
    public static int run(Class<?> program, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        Process process =
                of(program, options, arguments).redirectErrorStream(true).start();
        process.getInputStream().transferTo(System.out);
        return process.waitFor();
    }

    /** Bytes of heap that are still reachable. */
    public static long heapAfterGc() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
