package io.plumbline.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.result.RecordOutcome;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.zip.GZIPOutputStream;

/** {@code records.ndjson.gz}: a line of JSON a record. */
final class RecordsFile {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private RecordsFile() {}

    /** Holds one record at a time in memory. */
    static void write(Iterator<RecordOutcome> records, OutputStream out) throws IOException {
        GZIPOutputStream zipped = new GZIPOutputStream(out);
        try (SequenceWriter lines = MAPPER.writerFor(RecordOutcome.class)
                .withRootValueSeparator("\n")
                .writeValues(zipped)) {
            while (records.hasNext()) {
                lines.write(records.next());
            }
        }
    }
}
