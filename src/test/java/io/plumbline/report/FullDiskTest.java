package io.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.RunRecordJson;
import io.plumbline.result.Runs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FullDiskTest {

    /** As when the disk is full: it stops somewhere. */
    @Property(tries = 200)
    void aFileIsThereAsAWholeOrNotAtAll(@ForAll @IntRange(min = 0, max = 200_000) int room) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        RunRecordJson.write(Runs.passed(), whole);
        Path results = Files.createTempDirectory("plumbline");
        RunFolder run = RunFolder.create(results, "run");
        run.write("run.json", out -> out.write("before".getBytes(StandardCharsets.UTF_8)));
        try {
            run.write("run.json", out -> RunRecordJson.write(Runs.passed(), new Full(out, room)));
            assertThat(room).isGreaterThanOrEqualTo(whole.size());
            assertThat(run.file("run.json")).hasBinaryContent(whole.toByteArray());
        } catch (IOException full) {
            assertThat(room).isLessThan(whole.size());
            assertThat(run.file("run.json")).hasContent("before");
        }
        try (Stream<Path> left = Files.list(run.path())) {
            assertThat(left).containsExactly(run.file("run.json"));
        }
        Files.delete(run.file("run.json"));
        Files.delete(run.path());
        Files.delete(results);
    }

    /** Takes so many bytes. */
    private static final class Full extends OutputStream {

        private final OutputStream out;
        private int room;

        Full(OutputStream out, int room) {
            this.out = out;
            this.room = room;
        }

        @Override
        public void write(int one) throws IOException {
            if (room-- <= 0) {
                throw new IOException("No space left on device");
            }
            out.write(one);
        }
    }
}
