package io.plumbline.run;

import io.plumbline.arrival.Clocks;
import io.plumbline.arrival.Clocks.Offsets;
import io.plumbline.ledger.Arrival;
import io.plumbline.ledger.Visibility;
import io.plumbline.result.CrossClockRecorder;
import io.plumbline.result.EndToEndRecorder;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.StageRecorder;
import io.plumbline.result.TimedStage;
import io.plumbline.trace.ClockOffset;
import io.plumbline.trace.Stage;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Tick;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Collects the times of the stages, as the stamps have them; when all is over they are corrected by the clocks. */
final class StageTimes {

    private static final int ARRIVAL_TICK_MICROS = 1_000;

    private final Map<Between, Recorder> stages = new LinkedHashMap<>();

    private record Between(Stamp from, Stamp to) {

        String name() {
            return new Stage(from, to, 0, 0).name();
        }
    }

    /** Of one stage. */
    private static final class Recorder {

        private final StageRecorder oneClock = new StageRecorder();
        private final CrossClockRecorder twoClocks = new CrossClockRecorder();

        /** The same to the latest that a row can have become visible: what is negative here no estimate explains. */
        private final CrossClockRecorder atTheLatest = new CrossClockRecorder();

        /** By how much polls leave it open when the stage ended. */
        private final EndToEndRecorder ends = new EndToEndRecorder();

        /** The finest that the stamps at both ends show. */
        private int fromTick = Integer.MAX_VALUE;

        private int toTick = Integer.MAX_VALUE;

        private void ticks(Stage stage) {
            fromTick = Math.min(fromTick, tick(stage.from(), stage.fromMicros()));
            toTick = Math.min(toTick, tick(stage.to(), stage.toMicros()));
        }

        /** One of the two may be rounded down to a coarser tick than the other. */
        private static int slackMicros(Stage stage) {
            return Math.max(tick(stage.from(), stage.fromMicros()), tick(stage.to(), stage.toMicros())) - 1;
        }

        private static int tick(Stamp stamp, long micros) {
            return switch (stamp) {
                case SENT, VISIBLE -> 1;
                case KINESIS_ARRIVAL -> Math.max(ARRIVAL_TICK_MICROS, Tick.of(micros));
                case LAMBDA_RECEIVED, LAMBDA_DONE, INSERTED -> Tick.of(micros);
            };
        }

        private void ends(Visibility visible, long fromMicros, long slackMicros) {
            ends.arrived(
                    visible.lowerMicros() - fromMicros - slackMicros,
                    visible.pointMicros() - fromMicros,
                    visible.upperMicros() - fromMicros + slackMicros);
        }
    }

    void arrived(long sentMicros, Arrival arrival) {
        List<Stage> corrected = arrival.corrected().stages();
        List<Stage> raw = arrival.stamps().stages();
        for (int i = 0; i < raw.size(); i++) {
            Stage stage = raw.get(i);
            Between between = new Between(stage.from(), stage.to());
            Recorder recorder = stages.computeIfAbsent(between, unused -> new Recorder());
            recorder.ticks(stage);
            if (isInsertToVisible(between)) {
                // Where the insert stamp is the point, visible was found by the stamp as it was corrected at that
                // moment.
                // It ends as it begins, though the offset is known better later; what is not known is in the bound.
                recorder.oneClock.record(
                        arrival.visible().stamped() ? 0 : corrected.get(i).micros());
            } else if (isOneClock(between)) {
                recorder.oneClock.record(stage.micros(), Recorder.slackMicros(stage));
            } else {
                recorder.twoClocks.record(sentMicros, stage.fromMicros(), stage.toMicros());
                if (stage.to() == Stamp.VISIBLE) {
                    recorder.atTheLatest.record(
                            sentMicros, stage.fromMicros(), arrival.visible().upperMicros());
                }
            }
            if (stage.to() == Stamp.VISIBLE) {
                long slack = stage.from() == Stamp.INSERTED ? arrival.insertSlackMicros() : 0;
                recorder.ends(arrival.visible(), corrected.get(i).fromMicros(), slack);
            }
        }
    }

    /** The function stamps twice; the generator both ends where the pipeline stamps nothing. */
    private static boolean isOneClock(Between between) {
        return party(between.from) == party(between.to);
    }

    private static boolean isInsertToVisible(Between between) {
        return between.from == Stamp.INSERTED && between.to == Stamp.VISIBLE;
    }

    private static Stamp party(Stamp stamp) {
        return switch (stamp) {
            case SENT, VISIBLE -> Stamp.SENT;
            case LAMBDA_RECEIVED, LAMBDA_DONE -> Stamp.LAMBDA_DONE;
            case KINESIS_ARRIVAL, INSERTED -> stamp;
        };
    }

    List<TimedStage> stages(Offsets clocks) {
        List<TimedStage> all = new ArrayList<>();
        stages.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        java.util.Comparator.comparing(Between::from).thenComparing(Between::to)))
                .forEach(stage -> all.add(stage(stage.getKey(), stage.getValue(), clocks)));
        return all;
    }

    private static TimedStage stage(Between between, Recorder recorder, Offsets clocks) {
        long bound = openMicros(recorder.ends);
        if (isOneClock(between) || isInsertToVisible(between)) {
            long ticks = isOneClock(between) ? Math.max(recorder.fromTick, recorder.toTick) - 1 : 0;
            return recorder.oneClock.timed(between.name(), bound + ticks + driftMicros(between, recorder.oneClock));
        }
        TimedStage timed = recorder.twoClocks.timed(
                between.name(),
                clocks.of(between.from),
                clocks.of(between.to),
                bound,
                recorder.fromTick,
                recorder.toTick);
        if (between.to != Stamp.VISIBLE) {
            return timed;
        }
        RunRecord.Stage latest = recorder.atTheLatest.stage(
                between.name(), clocks.of(between.from), ClockOffset.NONE, bound, recorder.fromTick, recorder.toTick);
        RunRecord.Stage stage = timed.stage();
        return new TimedStage(
                new RunRecord.Stage(stage.name(), stage.latency(), stage.bound(), latest.negative(), latest.valid()),
                timed.times());
    }

    /** By how much a clock that is not the generator's may be off over the longest time that it measured. */
    private static long driftMicros(Between between, StageRecorder recorder) {
        Double longest = recorder.summary().max();
        boolean own = party(between.from) == Stamp.SENT;
        return own || longest == null ? 0 : (long) Math.ceil(longest * 1_000 * Clocks.MAX_DRIFT_PPM / 1e6);
    }

    /** The widest that a percentile's bounds are; 0 for stages that end with a stamp. */
    private static long openMicros(EndToEndRecorder ends) {
        Latencies latencies = ends.latencies("");
        return Stream.of(latencies.p50(), latencies.p95(), latencies.p99())
                .mapToLong(StageTimes::halfWidthMicros)
                .max()
                .orElse(0);
    }

    private static long halfWidthMicros(Bounded figure) {
        if (figure.lower() == null || figure.point() == null || figure.upper() == null) {
            return 0;
        }
        return (long) Math.ceil(1_000 * Math.max(figure.upper() - figure.point(), figure.point() - figure.lower()));
    }
}
