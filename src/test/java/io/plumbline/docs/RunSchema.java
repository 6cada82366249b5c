package io.plumbline.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A JSON Schema, and what is wrong by it. */
public final class RunSchema {

    static final Path RUN_RECORD = Path.of("docs/run.schema.json");

    private static final RunSchema OF_THE_RUN_RECORD = read();

    private final Schema schema;

    private RunSchema(String text) {
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON);
    }

    public static RunSchema ofTheRunRecord() {
        return OF_THE_RUN_RECORD;
    }

    private static RunSchema read() {
        try {
            return new RunSchema(Files.readString(RUN_RECORD));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static RunSchema of(String text) {
        return new RunSchema(text);
    }

    public List<String> problems(JsonNode json) {
        return schema
                .validate(json, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }
}
