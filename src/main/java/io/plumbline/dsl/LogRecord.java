package io.plumbline.dsl;

import io.gatling.javaapi.core.Body;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.FeederBuilder;
import io.plumbline.gatling.Halt;
import io.plumbline.gatling.JsonTemplate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What is put by default: a line of a log, written by one of five tenants. */
public final class LogRecord {

    /** Where the template is on the class path. */
    public static final String TEMPLATE = "io/plumbline/log-record.json";

    private static final Body.WithString BODY = JsonTemplate.ofFile(TEMPLATE);

    private static final int TENANTS = 5;

    private LogRecord() {}

    /** The record's body, or that of the settings; needs {@code tenant} in the session. */
    public static Body.WithString body() {
        return CurrentRun.bodyOfCaller().map(LogRecord::ofFile).orElse(BODY);
    }

    private static Body.WithString ofFile(Path file) {
        try {
            return JsonTemplate.ofFile(file, "#{trace.id}");
        } catch (IllegalArgumentException e) {
            throw Halt.because(List.of("plumbline.load.body: " + e.getMessage()));
        }
    }

    /** Tenants, drawn at random. */
    public static FeederBuilder<Object> tenants() {
        List<Map<String, Object>> tenants = IntStream.rangeClosed(1, TENANTS)
                .mapToObj(number -> Map.<String, Object>of("tenant", "tenant-" + number))
                .toList();
        return CoreDsl.listFeeder(tenants).random();
    }
}
