package local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.plumbline.run.StandIn.SentRecord;
import java.io.IOException;
import java.io.Writer;
import java.util.Iterator;
import java.util.stream.Stream;

/** What a generator meant, as lines of JSON; a record is written as it comes, for there may be millions. */
final class HandOverLines {

    private static final JsonFactory JSON = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private HandOverLines() {}

    static void write(Stream<SentRecord> sent, long unsent, Writer out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
            json.writeStartObject();
            json.writeNumberField("unsent", unsent);
            json.writeEndObject();
            for (Iterator<SentRecord> records = sent.iterator(); records.hasNext(); ) {
                write(records.next(), json);
            }
        }
    }

    private static void write(SentRecord record, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", record.traceId());
        json.writeNumberField("sent", record.sentMicros());
        json.writeNumberField("deadline", record.deadlineMicros());
        json.writeBooleanField("timed", record.timed());
        json.writeNumberField("rows", record.rows());
        json.writeBooleanField("refused", record.refusedLocally());
        json.writeEndObject();
    }
}
