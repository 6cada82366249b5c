package io.plumbline.run;

import io.plumbline.arrival.PollStatistics;
import io.plumbline.ledger.Ledger;
import io.plumbline.ledger.State;
import io.plumbline.result.Conduct;
import io.plumbline.result.Judge;
import io.plumbline.result.Judgement;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Counts;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.RunRecord.Polling;
import io.plumbline.result.RunRecord.Times;
import io.plumbline.settings.Settings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts together what is known at a run's end. */
record Conclusion(
        RunContext context,
        Ledger ledger,
        Measurements measurements,
        PollStatistics statistics,
        Audit.Findings findings,
        Troubles troubles,
        @Nullable String interruption) {

    RunRecord record(long loadEndMicros, long drainEndMicros) {
        Settings settings = context.settings();
        Counts counts = counts();
        Latencies endToEnd = measurements.endToEnd();
        Judgement judgement = Judge.judge(counts, endToEnd, settings.slo(), conduct());
        return new RunRecord(
                RunRecord.SCHEMA_VERSION,
                settings.runId(),
                context.ids().runToken(),
                settings.target().label(),
                context.simulation(),
                judgement.verdict(),
                judgement.reasons(),
                new Times(
                        instant(context.startMicros()),
                        instant(loadEndMicros),
                        instant(drainEndMicros),
                        instant(context.clock().nowMicros())),
                counts,
                counts.successRate().point(),
                endToEnd,
                measurements.kinesisPut(),
                measurements.stages(),
                new Polling(statistics.queries(), statistics.failed(), statistics.rows(), statistics.bytesBilled()),
                judgement.slo(),
                settings.effective(),
                Versions.all());
    }

    private Counts counts() {
        Map<String, String> notKnown = new LinkedHashMap<>();
        notKnown.put("unsent", "the plan of the load is not compared yet");
        notKnown.put("unexpected", "no action says yet that it expects no rows");
        notKnown.put("outOfOrder", "order is not judged yet");
        notKnown.put("corrupted", "records carry no digest yet");
        if (!findings.complete()) {
            notKnown.put("foreign", "the audit was not complete");
        }
        boolean attributable = findings.complete() && context.table().hasSequenceNumber();
        if (!attributable) {
            String why = findings.complete()
                    ? "the table has no column for Kinesis' sequence number"
                    : "the audit was not complete";
            notKnown.put("duplicatesByConsumer", why);
            notKnown.put("duplicatesByProducer", why);
        }
        return new Counts(
                ledger.registered(),
                0,
                ledger.count(State.REJECTED),
                ledger.count(State.AMBIGUOUS),
                ledger.count(State.ON_TIME),
                ledger.count(State.LATE),
                ledger.count(State.LOST),
                ledger.count(State.UNRESOLVED),
                ledger.count(State.UNTIMED),
                ledger.straddling(),
                null,
                attributable ? findings.duplicatesByConsumer() : null,
                attributable ? findings.duplicatesByProducer() : null,
                null,
                null,
                findings.complete() ? findings.foreign() : null,
                notKnown);
    }

    private Conduct conduct() {
        List<String> failures = new ArrayList<>(troubles.sentences());
        if (!findings.complete()) {
            failures.add("the table could not be audited: " + statistics.lastFailure());
        }
        if (context.standIn().isPresent() && !context.standIn().get().isAlive()) {
            failures.add("the local stand-in died");
        }
        return new Conduct(findings.complete(), Optional.ofNullable(interruption), failures);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
