package local.truth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the generators of a stand-in handed over, each at its end, and the truth over all of it. Thread-safe. */
public final class HandOvers {

    private final Truth truth;
    private final List<TruthFile> taken = new ArrayList<>();

    public HandOvers(Truth truth) {
        this.truth = truth;
    }

    /**
     * Takes all of a generator's hand-over or nothing.
     *
     * @return the truth about its own records
     */
    public TruthFile take(BufferedReader lines) throws IOException {
        TruthFile own = new TruthFile(truth);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            own.line(line);
        }
        add(own);
        return own;
    }

    private synchronized void add(TruthFile own) {
        for (TruthFile other : taken) {
            if (!Collections.disjoint(other.prefixes(), own.prefixes())) {
                throw new IllegalArgumentException(
                        "records were handed over before whose ids begin with " + String.join(", ", own.prefixes()));
            }
        }
        taken.add(own);
    }

    private synchronized TruthFile all() {
        return TruthFile.sum(truth, taken);
    }

    /** Over all records; apart from those, what passed through of generators that have not handed over. */
    public ObjectNode toJson() {
        TruthFile all = all();
        ObjectNode out = all.toJson();
        ArrayNode untold = out.putArray("notHandedOver");
        truth.untold(all.prefixes()).forEach((prefix, records) -> untold.addObject()
                .put("idsBeginWith", prefix)
                .put("accepted", records.accepted())
                .put("inTable", records.inTable()));
        return out;
    }

    /** Writes it whole or not at all. */
    public void write(Path file) throws IOException {
        TruthFile.write(file, toJson());
    }
}
