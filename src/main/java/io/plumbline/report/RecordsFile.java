package io.plumbline.report;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.result.RecordOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * {@code records.ndjson.gz}: a line of JSON a record, written while the run goes on, so that memory holds one record at
 * a time. Not thread-safe.
 */
public final class RecordsFile implements AutoCloseable {

    private static final String NAME = "records.ndjson.gz";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final RunFolder.Draft draft;
    private final SequenceWriter lines;

    private RecordsFile(RunFolder.Draft draft) throws IOException {
        this.draft = draft;
        this.lines = MAPPER.writerFor(RecordOutcome.class)
                .withRootValueSeparator("\n")
                .writeValues(new GZIPOutputStream(draft.out()));
    }

    public static RecordsFile in(RunFolder folder) throws IOException {
        return new RecordsFile(folder.draft(NAME));
    }

    public void write(RecordOutcome record) {
        try {
            lines.write(record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the file in its place; nothing can be written after it. */
    public Path complete() throws IOException {
        lines.close();
        return draft.complete();
    }

    @Override
    public void close() throws IOException {
        draft.close();
    }
}
