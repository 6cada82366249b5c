package local.kinesis;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;

/** The two forms in which Kinesis' clients write requests and read answers. They differ in blobs and in timestamps. */
enum WireFormat {
    JSON("application/x-amz-json-1.1", new JsonMapper(), new SecondsSerializer()),
    CBOR("application/x-amz-cbor-1.1", new CBORMapper(), new TaggedMillisSerializer());

    private final String contentType;
    private final ObjectMapper mapper;

    WireFormat(String contentType, ObjectMapper mapper, JsonSerializer<Instant> timestamps) {
        this.contentType = contentType;
        this.mapper = mapper.registerModule(new SimpleModule().addSerializer(Instant.class, timestamps));
    }

    /** The format that a request's content type names; JSON when it names none of the two. */
    static WireFormat of(String contentType) {
        return contentType.startsWith(CBOR.contentType) ? CBOR : JSON;
    }

    String contentType() {
        return contentType;
    }

    JsonNode read(byte[] body) {
        try {
            JsonNode node = mapper.readTree(body);
            if (node == null || !node.isObject()) {
                throw KinesisException.serialization("The request is not an object.");
            }
            return node;
        } catch (IOException e) {
            throw KinesisException.serialization("The request cannot be parsed.");
        }
    }

    byte[] write(JsonNode answer) {
        try {
            return mapper.writeValueAsBytes(answer);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A timestamp in a request: seconds with a fraction in JSON, milliseconds in CBOR. */
    long millis(JsonNode timestamp) {
        return this == CBOR
                ? timestamp.asLong()
                : timestamp.decimalValue().movePointRight(3).longValue();
    }

    private static final class SecondsSerializer extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeNumber(BigDecimal.valueOf(value.toEpochMilli(), 3));
        }
    }

    private static final class TaggedMillisSerializer extends JsonSerializer<Instant> {
        private static final int EPOCH_TIME = 1;

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            ((CBORGenerator) out).writeTag(EPOCH_TIME);
            out.writeNumber(value.toEpochMilli());
        }
    }
}
