package io.plumbline.report;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.result.RecordOutcome;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * {@code records.ndjson.gz}: a line of JSON a record, written while the run goes on, so that memory holds one record at
 * a time. Not thread-safe.
 */
public final class RecordsFile implements AutoCloseable {

    public static final String NAME = "records.ndjson.gz";
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

    /**
     * What several of them list, one after the other.
     *
     * @return empty where there is none
     */
    public static Optional<Path> join(List<Path> several, RunFolder folder) throws IOException {
        return several.isEmpty() ? Optional.empty() : Optional.of(folder.write(NAME, out -> join(several, out)));
    }

    private static void join(List<Path> several, OutputStream out) throws IOException {
        GZIPOutputStream all = new GZIPOutputStream(out);
        boolean first = true;
        for (Path one : several) {
            try (PushbackInputStream lines = new PushbackInputStream(new GZIPInputStream(Files.newInputStream(one)))) {
                int next = lines.read();
                if (next < 0) {
                    continue;
                }
                lines.unread(next);
                if (!first) {
                    all.write('\n');
                }
                lines.transferTo(all);
                first = false;
            }
        }
        all.finish();
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
