package io.plumbline.run;

import io.plumbline.arrival.Clocks;
import io.plumbline.arrival.Clocks.Offsets;
import io.plumbline.aws.PutOutcome;
import io.plumbline.ledger.Arrival;
import io.plumbline.ledger.Ledger;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Settled;
import io.plumbline.ledger.State;
import io.plumbline.result.Course;
import io.plumbline.result.Course.Exemplar;
import io.plumbline.result.Distribution;
import io.plumbline.result.ExemplarRecorder;
import io.plumbline.result.Histograms;
import io.plumbline.result.PutRecorder;
import io.plumbline.result.RecordOutcome;
import io.plumbline.result.RunRecord;
import io.plumbline.result.Spread;
import io.plumbline.result.StageRecorder;
import io.plumbline.result.TimedStage;
import io.plumbline.result.TimelineRecorder;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.TraceIds;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects what settled records have to say: latencies, stages, exceptions. Used by the ledger's thread only. */
final class Measurements {

    /** Which outcomes are listed one by one. */
    interface Listed {

        /** @param otherRows whether the table has another number of rows than it is to have, as far as is known */
        boolean test(RecordOutcome.State state, boolean otherRows);
    }

    /** In microseconds. */
    private static final double MILLI = 1_000;

    private final ArrivalTimes endToEnd = new ArrivalTimes();
    private final ArrivalTimes fromPlan = new ArrivalTimes();
    private final StageRecorder kinesisPut = new StageRecorder();
    private final StageTimes stages = new StageTimes();
    private final PutRecorder puts = new PutRecorder();
    private final TimelineRecorder timeline;
    private final ExemplarRecorder exemplars = new ExemplarRecorder();
    private final Clocks clocks;
    private final TraceIds ids;
    private final Listed wanted;
    private final Consumer<RecordOutcome> records;
    private final Map<State, Map<String, Long>> causes = new EnumMap<>(State.class);
    private final List<Consumer<Exemplar>> followers;
    private Map<Long, Integer> otherRows = Map.of();
    private boolean audited;

    /**
     * @param startMicros of the run
     * @param records takes the outcomes that are wanted
     * @param followers take every record as it settles
     */
    Measurements(
            long startMicros,
            TraceIds ids,
            Clocks clocks,
            Listed wanted,
            Consumer<RecordOutcome> records,
            List<Consumer<Exemplar>> followers) {
        this.followers = followers;
        this.timeline = new TimelineRecorder(startMicros);
        this.ids = ids;
        this.clocks = clocks;
        this.wanted = wanted;
        this.records = records;
    }

    void settled(Settled record) {
        Sent sent = record.sent();
        if (record.ackedMicros() != null) {
            kinesisPut.record(record.ackedMicros() - sent.sentMicros());
            if (record.arrival() != null) {
                clocks.acknowledged(sent.sentMicros(), record.arrival().stamps(), record.ackedMicros());
            }
        }
        switch (record.state()) {
            case ON_TIME, LATE -> arrived(sent, Objects.requireNonNull(record.arrival()));
            case LOST -> both(ArrivalTimes::lost);
            case AMBIGUOUS -> both(ArrivalTimes::ambiguous);
            case UNRESOLVED -> both(ArrivalTimes::unresolved);
            case REJECTED, UNTIMED -> {}
        }
        if (record.attempts() > 0) {
            timeline.settled(sent.sentMicros(), state(record.state()));
        }
        if (record.state() == State.LOST) {
            exemplars.lost(sent.sentMicros(), () -> exemplar(record));
        }
        if (record.arrival() != null && record.state() != State.UNTIMED) {
            exemplars.arrived(record.arrival().visible().pointMicros() - sent.sentMicros(), () -> exemplar(record));
        }
        if (record.reason() != null && record.state() != State.LOST) {
            causes.computeIfAbsent(record.state(), first -> new TreeMap<>())
                    .merge(code(record.reason()), 1L, Long::sum);
        }
        if (!followers.isEmpty()) {
            Exemplar whole = exemplar(record);
            followers.forEach(follower -> follower.accept(whole));
        }
        if (wanted.test(state(record.state()), otherRows.containsKey(sent.sequence()))) {
            records.accept(outcome(record, rows(record)));
        }
    }

    /**
     * The audit was complete: every record has the rows that it will have. Lists those that had settled before it and
     * turn out to have another number of rows than they are to have.
     *
     * @param rows of each record that has another number of them
     */
    void audited(Map<Long, Integer> rows, Ledger ledger) {
        audited = true;
        otherRows = rows;
        rows.forEach((sequence, count) -> ledger.stateOf(sequence).ifPresent(state -> {
            if (wanted.test(state(state), true)) {
                records.accept(new RecordOutcome(
                        ids.load(sequence), state(state), Map.of(), null, null, count, "found again by the audit"));
            }
        }));
    }

    /** How the run stands now. */
    Standing standing(Ledger ledger) {
        return Standing.of(ledger, endToEnd.p95SoFar());
    }

    /** How many records came to what they are why, by the state's name in the counts and a code. */
    Map<String, Map<String, Long>> causes() {
        Map<String, Map<String, Long>> byName = new LinkedHashMap<>();
        byName.put("rejected", causes.getOrDefault(State.REJECTED, Map.of()));
        byName.put("ambiguous", causes.getOrDefault(State.AMBIGUOUS, Map.of()));
        return byName;
    }

    /** What stands before the colon. */
    private static String code(String reason) {
        int colon = reason.indexOf(':');
        return colon < 0 ? reason : reason.substring(0, colon);
    }

    RunRecord.Latencies endToEnd() {
        return endToEnd.latencies();
    }

    /**
     * What all percentiles are read from.
     *
     * @param beside by their names, what others have timed
     */
    Histograms histograms(List<TimedStage> timed, Map<String, Distribution> beside) {
        return new Histograms(endToEnd.spread(), kinesisPut.distribution(), timed, beside);
    }

    /** What {@link #fromPlan} is read from. */
    Spread spreadFromPlan() {
        return fromPlan.spread();
    }

    /** End to end, counted from the planned moments; of no use where they are not known. */
    RunRecord.Latencies fromPlan() {
        return fromPlan.latencies();
    }

    private void both(Consumer<ArrivalTimes> outcome) {
        outcome.accept(endToEnd);
        outcome.accept(fromPlan);
    }

    RunRecord.Summary kinesisPut() {
        return kinesisPut.summary();
    }

    List<TimedStage> stages(Offsets clocks) {
        return stages.stages(clocks);
    }

    /** A put of a record ended, which may be put again. */
    void put(PutOutcome outcome, long atMicros) {
        if (outcome instanceof PutOutcome.Acknowledged acknowledged) {
            puts.taken(acknowledged.shardId());
        } else if (outcome instanceof PutOutcome.Refused refused) {
            refused(refused, atMicros);
        } else {
            puts.failed();
        }
    }

    private void refused(PutOutcome.Refused refused, long atMicros) {
        if (refused.isThrottled()) {
            puts.throttled();
            timeline.throttled(atMicros);
        } else if (!refused.isNotSent() && !refused.forWantOfAConnection()) {
            puts.failed();
        }
    }

    /** @param curves percentiles of the latencies */
    Course course(List<Course.Curve> curves, Course.@Nullable ColdStarts coldStarts) {
        return new Course(timeline.timeline(), curves, puts.puts(), coldStarts, exemplars.exemplars());
    }

    private void arrived(Sent sent, Arrival arrival) {
        endToEnd.arrived(sent.sentMicros(), arrival);
        timeline.arrived(sent.sentMicros(), arrival.visible().pointMicros());
        arrival.corrected().stages().forEach(stage -> timeline.stage(sent.sentMicros(), stage.name(), stage.micros()));
        if (sent.lagMicros() != Sent.NO_PLAN) {
            fromPlan.arrived(sent.sentMicros() - sent.lagMicros(), arrival);
        }
        stages.arrived(sent.sentMicros(), arrival);
        clocks.seen(sent.sentMicros(), arrival.stamps(), arrival.visible().upperMicros());
    }

    private RecordOutcome outcome(Settled record, @Nullable Integer rows) {
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
                record.attempts(),
                rows,
                record.reason());
    }

    private Exemplar exemplar(Settled record) {
        long sentMicros = record.sent().sentMicros();
        Arrival arrival = record.arrival();
        Map<String, Double> stages = new LinkedHashMap<>();
        if (arrival != null) {
            arrival.corrected().stages().forEach(stage -> stages.put(stage.name(), stage.micros() / MILLI));
        }
        return new Exemplar(
                ids.load(record.sent().sequence()),
                state(record.state()),
                Instant.EPOCH.plus(sentMicros, ChronoUnit.MICROS),
                record.ackedMicros() == null ? null : (record.ackedMicros() - sentMicros) / MILLI,
                arrival == null ? null : (arrival.visible().pointMicros() - sentMicros) / MILLI,
                stages,
                record.attempts(),
                record.sequenceNumber(),
                record.reason());
    }

    /** Null before the audit. */
    private @Nullable Integer rows(Settled record) {
        if (!audited) {
            return null;
        }
        // Of one that was put only a row may have been found as well.
        int asExpected =
                record.arrival() == null ? 0 : Math.max(1, record.sent().rows());
        return otherRows.getOrDefault(record.sent().sequence(), asExpected);
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
