package io.plumbline.capacity;

import io.plumbline.capacity.Backlog.Sample;
import io.plumbline.capacity.StepObservation.LatencyObjective;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Made-up steps of 1,000 records/s. */
final class Observations {

    static final double RATE = 1_000;

    private Observations() {}

    /** @param growth share of the rate by which the backlog grows, exactly */
    static StepObservation step(double rate, long fromMicros, int seconds, double growth) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < seconds * 5; i++) {
            samples.add(new Sample(fromMicros + i * 200_000L, Math.round(500 + growth * rate * i / 5)));
        }
        return new StepObservation(
                rate,
                fromMicros,
                fromMicros + seconds * 1_000_000L,
                new Backlog(samples),
                rate,
                0,
                0,
                List.of(),
                List.of(),
                Map.of());
    }

    static StepObservation steady() {
        return step(RATE, 0, 20, 0);
    }

    static StepObservation growing() {
        return step(RATE, 0, 20, 0.2);
    }

    static StepObservation achieving(StepObservation of, double rate) {
        return with(of, rate, of.throttled(), of.lost(), of.generatorFaults(), of.objectives(), of.stages());
    }

    static StepObservation throttled(StepObservation of, long throttled) {
        return with(of, of.achievedRate(), throttled, of.lost(), of.generatorFaults(), of.objectives(), of.stages());
    }

    static StepObservation losing(StepObservation of, long lost) {
        return with(of, of.achievedRate(), of.throttled(), lost, of.generatorFaults(), of.objectives(), of.stages());
    }

    static StepObservation faulty(StepObservation of, String... faults) {
        return with(of, of.achievedRate(), of.throttled(), of.lost(), List.of(faults), of.objectives(), of.stages());
    }

    static StepObservation held(StepObservation of, double lowerMillis, double upperMillis) {
        LatencyObjective objective = new LatencyObjective("end-to-end p95", 5_000, lowerMillis, upperMillis);
        return with(
                of,
                of.achievedRate(),
                of.throttled(),
                of.lost(),
                of.generatorFaults(),
                List.of(objective),
                of.stages());
    }

    static StepObservation spending(StepObservation of, Map<Stage, Stage.Times> stages) {
        return with(of, of.achievedRate(), of.throttled(), of.lost(), of.generatorFaults(), of.objectives(), stages);
    }

    private static StepObservation with(
            StepObservation of,
            double achieved,
            long throttled,
            long lost,
            List<String> faults,
            List<LatencyObjective> objectives,
            Map<Stage, Stage.Times> stages) {
        return new StepObservation(
                of.rate(),
                of.fromMicros(),
                of.toMicros(),
                of.backlog(),
                achieved,
                throttled,
                lost,
                faults,
                objectives,
                stages);
    }
}
