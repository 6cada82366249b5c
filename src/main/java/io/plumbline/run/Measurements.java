package io.plumbline.run;

import io.plumbline.ledger.Arrival;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Settled;
import io.plumbline.ledger.State;
import io.plumbline.result.EndToEndRecorder;
import io.plumbline.result.RecordOutcome;
import io.plumbline.result.RunRecord;
import io.plumbline.result.StageRecorder;
import io.plumbline.settings.Settings.RecordsWritten;
import io.plumbline.trace.Stage;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.TraceIds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Collects what settled records have to say: latencies, stages, exceptions. Used by the ledger's thread only. */
final class Measurements {

    private final EndToEndRecorder endToEnd = new EndToEndRecorder();
    private final StageRecorder kinesisPut = new StageRecorder();
    private final Map<String, StageRecorder> stages = new LinkedHashMap<>();
    private final VisibleBounds visibleBounds = new VisibleBounds();
    private final List<RecordOutcome> outcomes = new ArrayList<>();
    private final TraceIds ids;
    private final RecordsWritten written;
    private long stamped;
    private long arrived;

    Measurements(TraceIds ids, RecordsWritten written) {
        this.ids = ids;
        this.written = written;
    }

    void settled(Settled record) {
        Sent sent = record.sent();
        if (record.ackedMicros() != null) {
            kinesisPut.record(record.ackedMicros() - sent.sentMicros());
        }
        switch (record.state()) {
            case ON_TIME, LATE -> arrived(sent, Objects.requireNonNull(record.arrival()));
            case LOST -> endToEnd.lost();
            case AMBIGUOUS -> endToEnd.ambiguous();
            case UNRESOLVED -> endToEnd.unresolved();
            case REJECTED, UNTIMED -> {}
        }
        RecordOutcome outcome = outcome(record);
        if (written == RecordsWritten.ALL || written == RecordsWritten.EXCEPTIONS && outcome.exceptional()) {
            outcomes.add(outcome);
        }
    }

    RunRecord.Latencies endToEnd() {
        return endToEnd.latencies(stamped == arrived ? "insert stamp" : "middle of the polls");
    }

    RunRecord.Summary kinesisPut() {
        return kinesisPut.summary();
    }

    List<RunRecord.Stage> stages() {
        List<RunRecord.Stage> summaries = new ArrayList<>();
        stages.forEach((name, recorder) -> summaries.add(recorder.stage(name, visibleBounds.boundMicros(name))));
        return summaries;
    }

    List<RecordOutcome> outcomes() {
        return outcomes;
    }

    private void arrived(Sent sent, Arrival arrival) {
        arrived++;
        if (arrival.visible().stamped()) {
            stamped++;
        }
        endToEnd.arrived(
                arrival.visible().lowerMicros() - sent.sentMicros(),
                arrival.visible().pointMicros() - sent.sentMicros(),
                arrival.visible().upperMicros() - sent.sentMicros());
        List<Stage> path = arrival.stamps().stages();
        for (Stage stage : path) {
            stages.computeIfAbsent(stage.name(), first -> new StageRecorder()).record(stage.micros());
        }
        visibleBounds.record(path.get(path.size() - 1), arrival.visible());
    }

    private RecordOutcome outcome(Settled record) {
        Map<String, Long> stamps = new LinkedHashMap<>();
        Arrival arrival = record.arrival();
        for (Stamp stamp : Stamp.values()) {
            if (arrival != null) {
                arrival.stamps().at(stamp).ifPresent(micros -> stamps.put(nameOf(stamp), micros));
            } else if (stamp == Stamp.SENT) {
                stamps.put(nameOf(stamp), record.sent().sentMicros());
            }
        }
        if (record.ackedMicros() != null) {
            stamps.put("acked", record.ackedMicros());
        }
        return new RecordOutcome(
                ids.load(record.sent().sequence()),
                state(record.state()),
                stamps,
                record.sequenceNumber(),
                null,
                null,
                record.reason());
    }

    private static RecordOutcome.State state(State state) {
        return RecordOutcome.State.valueOf(state.name());
    }

    private static String nameOf(Stamp stamp) {
        return switch (stamp) {
            case SENT -> "sent";
            case KINESIS_ARRIVAL -> "kinesisArrival";
            case LAMBDA_RECEIVED -> "lambdaReceived";
            case LAMBDA_DONE -> "lambdaDone";
            case INSERTED -> "inserted";
            case VISIBLE -> "visible";
        };
    }
}
