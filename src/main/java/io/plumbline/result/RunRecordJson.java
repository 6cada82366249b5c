package io.plumbline.result;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;

/** The run record's JSON form. What a newer version added is skipped on reading. */
public final class RunRecordJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantDeserializer()))
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private RunRecordJson() {}

    /** Leaves the stream open. */
    public static void write(RunRecord run, OutputStream out) throws IOException {
        out.write(MAPPER.writeValueAsBytes(run));
        out.write('\n');
    }

    /** @throws IOException also where it is no run record, or one of a newer schema */
    public static RunRecord read(InputStream in) throws IOException {
        JsonNode json = MAPPER.readTree(in);
        int version = json.path("schemaVersion").asInt();
        if (version < 1 || version > RunRecord.SCHEMA_VERSION) {
            throw new IOException("Not a run record of schema version 1 to " + RunRecord.SCHEMA_VERSION
                    + ": schemaVersion is " + json.path("schemaVersion"));
        }
        return MAPPER.treeToValue(json, RunRecord.class);
    }

    /**
     * @param named the file, or the folder whose {@code run.json} it is
     * @throws IOException which says what is wrong with which file
     */
    public static RunRecord read(Path named) throws IOException {
        Path file = Files.isDirectory(named) ? named.resolve("run.json") : named;
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no " + file.toAbsolutePath(), e);
        } catch (JsonProcessingException e) {
            throw new IOException(file.toAbsolutePath() + " is no run record: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IOException(file.toAbsolutePath() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static final class InstantDeserializer extends StdScalarDeserializer<Instant> {

        InstantDeserializer() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            try {
                return Instant.parse(parser.getText());
            } catch (DateTimeException e) {
                throw JsonMappingException.from(parser, "Not a time in ISO 8601: " + parser.getText(), e);
            }
        }
    }
}
