package io.plumbline.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Measures its own process while that puts records: once little is left to compile, over a fixed time, as lines on the standard output
 * for the process that compares.
 */
final class Meter {

    /** What it prints as the measured time begins. */
    static final String BEGIN = "measured from here";

    /** How the line begins that says which threads took the CPU. */
    static final String BY_THREAD = "CPU µs a record by thread: ";

    private static final Pattern RESULT = Pattern.compile(
            "measured (\\d+) records, (\\d+) failed, (\\d+) ns, (\\d+) ns CPU, (\\d+) bytes, (\\d+) ms GC, (\\d+) ms JIT");

    private static final Duration LOOK_AT_COMPILER = Duration.ofSeconds(10);
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(Long.getLong("bench.warmUp", 180));

    /** Of one core; a program that compiles more is not warm. */
    private static final double MOST_COMPILING = 0.05;

    private final LongAdder records = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final CountDownLatch first = new CountDownLatch(1);
    private volatile boolean done;

    /**
     * What was measured.
     *
     * @param failed those of the records that failed
     * @param bytes allocated by threads that were still there at the end
     */
    record Result(long records, long failed, long nanos, long cpuNanos, long bytes, long gcMillis, long jitMillis) {

        double perSecond() {
            return records * 1e9 / nanos;
        }

        double cpuMicros() {
            return cpuNanos / 1e3 / records;
        }

        double bytesPerRecord() {
            return bytes / (double) records;
        }

        static Optional<Result> in(String line) {
            Matcher found = RESULT.matcher(line);
            return found.find()
                    ? Optional.of(new Result(
                            number(found, 1),
                            number(found, 2),
                            number(found, 3),
                            number(found, 4),
                            number(found, 5),
                            number(found, 6),
                            number(found, 7)))
                    : Optional.empty();
        }

        private static long number(Matcher found, int group) {
            return Long.parseLong(found.group(group));
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "measured %d records, %d failed, %d ns, %d ns CPU, %d bytes, %d ms GC, %d ms JIT",
                    records,
                    failed,
                    nanos,
                    cpuNanos,
                    bytes,
                    gcMillis,
                    jitMillis);
        }

        private Result minus(Result before) {
            return new Result(
                    records - before.records,
                    failed - before.failed,
                    nanos - before.nanos,
                    cpuNanos - before.cpuNanos,
                    bytes - before.bytes,
                    gcMillis - before.gcMillis,
                    jitMillis - before.jitMillis);
        }
    }

    /** Records that were put together are done. */
    void done(int count, boolean ok) {
        records.add(count);
        if (!ok) {
            failed.add(count);
        }
        if (first.getCount() > 0) {
            first.countDown();
        }
    }

    /** Whether all is measured, and the program may end. */
    boolean isDone() {
        return done;
    }

    /** Waits for the first record, lets the program warm up, and measures. */
    void measure(Duration measured) throws InterruptedException {
        first.await();
        warmUp();
        System.out.println(BEGIN);
        Result before = now();
        Map<String, Long> cpuBefore = cpuByThread();
        Thread.sleep(measured.toMillis());
        Result result = now().minus(before);
        System.out.println(byThread(cpuBefore, result.records));
        System.out.println(result);
        done = true;
    }

    private void warmUp() throws InterruptedException {
        Result start = now();
        Result before;
        Result after = start;
        do {
            before = after;
            Thread.sleep(LOOK_AT_COMPILER.toMillis());
            after = now();
        } while (after.jitMillis - before.jitMillis > LOOK_AT_COMPILER.toMillis() * MOST_COMPILING
                && after.nanos - start.nanos < LONGEST_WARM_UP.toNanos());
    }

    /** The threads that take most, threads of a pool as one. What is no Java thread (compiler, collector) is not there. */
    private static String byThread(Map<String, Long> before, long records) {
        Map<String, Double> micros = new TreeMap<>();
        cpuByThread()
                .forEach((name, nanos) -> micros.put(name, (nanos - before.getOrDefault(name, 0L)) / 1e3 / records));
        return micros.entrySet().stream()
                .filter(thread -> thread.getValue() >= 0.5)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(thread -> String.format(Locale.ROOT, "%s %.1f", thread.getKey(), thread.getValue()))
                .collect(Collectors.joining(", ", BY_THREAD, ""));
    }

    private static Map<String, Long> cpuByThread() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Map<String, Long> nanos = new TreeMap<>();
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null) {
                String pool = thread.getThreadName().replaceAll("[-# ]*\\d+.*", "");
                nanos.merge(pool, Math.max(0, threads.getThreadCpuTime(thread.getThreadId())), Long::sum);
            }
        }
        return nanos;
    }

    private Result now() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = 0;
        for (long allocated : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            bytes += Math.max(0, allocated);
        }
        return new Result(
                records.sum(),
                failed.sum(),
                System.nanoTime(),
                ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime(),
                bytes,
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum(),
                ManagementFactory.getCompilationMXBean().getTotalCompilationTime());
    }
}
