package io.plumbline.run;

import io.plumbline.result.Course.Exemplar;
import io.plumbline.result.Figures;
import io.plumbline.result.Printable;
import io.plumbline.result.RecordOutcome.State;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logger {@code plumbline.trace}: the way of each record on a line of its own, when nothing can change it any more.
 * At DEBUG those that did not arrive on time, at TRACE all.
 */
final class RecordTrace implements Consumer<Exemplar> {

    private static final Logger LOG = LoggerFactory.getLogger("plumbline.trace");

    private static final int MOST_CHARACTERS = 1_000;

    /** Empty where it is switched off, as it is unless somebody asks for it. */
    static Optional<Consumer<Exemplar>> ifWanted() {
        return LOG.isDebugEnabled() ? Optional.of(new RecordTrace()) : Optional.empty();
    }

    @Override
    public void accept(Exemplar record) {
        if (record.state() == State.ON_TIME || record.state() == State.UNTIMED) {
            if (LOG.isTraceEnabled()) {
                LOG.trace("{}", line(record));
            }
        } else {
            LOG.debug("{}", line(record));
        }
    }

    static String line(Exemplar record) {
        StringBuilder line = new StringBuilder(record.state() + " " + record.traceId() + ": sent " + record.sent());
        if (record.attempts() != 1) {
            line.append(", put ").append(record.attempts()).append(" times");
        }
        if (record.put() != null) {
            line.append(", acknowledged after ").append(Figures.duration(record.put()));
        }
        if (record.sequenceNumber() != null) {
            line.append(" as ").append(record.sequenceNumber());
        }
        record.stages()
                .forEach((stage, millis) ->
                        line.append(", ").append(stage).append(' ').append(Figures.duration(millis)));
        if (record.latency() != null) {
            line.append(", end to end ").append(Figures.duration(record.latency()));
        }
        if (record.reason() != null) {
            line.append("; ").append(record.reason());
        }
        return Printable.line(line.toString(), MOST_CHARACTERS);
    }
}
