package local.truth;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import local.truth.Fate.Mark;

/** Joins what happened with what a generator meant, and writes {@code local-truth.json}. */
public final class TruthFile {

    private static final JsonMapper JSON = new JsonMapper();

    private final Truth truth;
    private final Set<String> prefixes = new HashSet<>();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final IntSamples endToEnd = new IntSamples();
    private final Map<String, IntSamples> stages = new LinkedHashMap<>();
    private final List<String> dropped = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final List<String> unanswered = new ArrayList<>();
    private final List<String> corrupted = new ArrayList<>();
    private long unsent;
    private long handedOver;
    private long duplicatesByConsumer;
    private long duplicatesByProducer;
    private long unexpected;
    private boolean noRowsExpected;

    public TruthFile(Truth truth) {
        this.truth = truth;
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, 0L);
        }
    }

    /** Over all records of several generators. */
    static TruthFile sum(Truth truth, Collection<TruthFile> parts) {
        TruthFile sum = new TruthFile(truth);
        parts.forEach(sum::add);
        return sum;
    }

    private void add(TruthFile part) {
        prefixes.addAll(part.prefixes);
        part.outcomes.forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
        endToEnd.addAll(part.endToEnd);
        part.stages.forEach((name, samples) ->
                stages.computeIfAbsent(name, unused -> new IntSamples()).addAll(samples));
        dropped.addAll(part.dropped);
        lost.addAll(part.lost);
        unanswered.addAll(part.unanswered);
        corrupted.addAll(part.corrupted);
        unsent += part.unsent;
        handedOver += part.handedOver;
        duplicatesByConsumer += part.duplicatesByConsumer;
        duplicatesByProducer += part.duplicatesByProducer;
        unexpected += part.unexpected;
        noRowsExpected |= part.noRowsExpected;
    }

    /** What the ids begin with that were handed over. */
    Set<String> prefixes() {
        return Set.copyOf(prefixes);
    }

    /** Takes one line of the generator's hand-over. */
    public void line(String line) {
        HandedOver.Line parsed = HandedOver.parse(line);
        if (parsed instanceof HandedOver.Unsent none) {
            unsent += none.count();
        } else if (parsed instanceof HandedOver.Sent sent) {
            record(sent.record());
        }
    }

    private void record(HandedOver sent) {
        synchronized (truth) {
            Fate fate = truth.of(sent.id());
            fate.mark(Mark.HANDED_OVER);
            prefixes.add(sent.id().prefix());
            handedOver++;
            Outcome outcome = Outcome.of(fate, sent);
            outcomes.merge(outcome, 1L, Long::sum);
            duplicatesByConsumer += fate.duplicatesByConsumer(sent.rows());
            duplicatesByProducer += fate.duplicatesByProducer(sent.rows());
            unexpected += sent.rows() == 0 ? fate.rows() : 0;
            noRowsExpected |= sent.rows() == 0;
            if (fate.is(Mark.DROPPED)) {
                dropped.add(sent.id().text());
            }
            if (fate.is(Mark.UNANSWERED)) {
                unanswered.add(sent.id().text());
            }
            if (fate.is(Mark.CORRUPTED) && fate.is(Mark.IN_TABLE)) {
                corrupted.add(sent.id().text());
            }
            if (outcome == Outcome.LOST) {
                lost.add(sent.id().text());
            }
            if (outcome == Outcome.ON_TIME || outcome == Outcome.LATE) {
                latencies(sent.sentMicros(), fate, fate.visibleMicros(sent.rows()));
            }
        }
    }

    private void latencies(long sentMicros, Fate fate, long visibleMicros) {
        endToEnd.add(visibleMicros - sentMicros);
        stage("Send to Kinesis", sentMicros, fate.arrivalMicros());
        stage("Kinesis to Lambda", fate.arrivalMicros(), fate.receivedMicros());
        stage("Lambda", fate.receivedMicros(), fate.doneMicros());
        stage("Lambda to BigQuery", fate.doneMicros(), visibleMicros);
    }

    private void stage(String name, long fromMicros, long toMicros) {
        if (fromMicros > 0 && toMicros > 0) {
            stages.computeIfAbsent(name, unused -> new IntSamples()).add(toMicros - fromMicros);
        }
    }

    public ObjectNode toJson() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("handedOver", handedOver);
        ObjectNode counts = out.putObject("counts");
        counts.put("intended", handedOver + unsent);
        counts.put("unsent", unsent);
        outcomes.forEach((outcome, count) -> counts.put(outcome.count(), count));
        counts.put("unresolved", 0);
        if (noRowsExpected) {
            counts.put("unexpected", unexpected);
        }
        counts.put("duplicatesByConsumer", duplicatesByConsumer);
        counts.put("duplicatesByProducer", duplicatesByProducer);
        counts.put("outOfOrder", truth.overtaken(prefixes));
        counts.put("corrupted", corrupted.size());
        counts.put("foreign", truth.foreign(prefixes));
        long beyond = outcomes.get(Outcome.LOST);
        points(out.putObject("endToEnd"), endToEnd, beyond);
        ArrayNode list = out.putArray("stages");
        stages.forEach((name, samples) -> {
            ObjectNode stage = list.addObject().put("name", name).put("count", samples.count());
            put(stage, "p50", samples.percentile(0.5, 0));
        });
        ArrayNode asked = out.putArray("queries");
        truth.queries().forEach((how, bytes) -> asked.addObject()
                .put("jobProject", how.jobProject())
                .put("location", how.location())
                .put("quotaProject", how.quotaProject())
                .put("count", bytes.getCount())
                .put("mostBytes", bytes.getMax()));
        ArrayNode paused = out.putArray("pauses");
        truth.pauses().forEach(pause -> put(paused.addObject(), pause));
        ids(out.putArray("dropped"), dropped);
        ids(out.putArray("unanswered"), unanswered);
        ids(out.putArray("corrupted"), corrupted);
        ids(out.putArray("lost"), lost);
        return out;
    }

    private static void points(ObjectNode out, IntSamples samples, long beyond) {
        out.put("count", samples.count());
        put(out, "min", samples.min());
        put(out, "mean", samples.mean());
        put(out, "p50", samples.percentile(0.50, beyond));
        put(out, "p95", samples.percentile(0.95, beyond));
        put(out, "p99", samples.percentile(0.99, beyond));
        put(out, "max", samples.percentile(1, beyond));
    }

    private static void put(ObjectNode out, String name, OptionalDouble millis) {
        if (millis.isPresent()) {
            out.put(name, millis.getAsDouble());
        } else {
            out.putNull(name);
        }
    }

    private static void put(ObjectNode out, Truth.Pause pause) {
        out.put("stopped", stamp(pause.stoppedMicros()));
        if (pause.resumedMicros().isPresent()) {
            out.put("resumed", stamp(pause.resumedMicros().getAsLong()));
        } else {
            out.putNull("resumed");
        }
    }

    private static String stamp(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private static void ids(ArrayNode out, List<String> ids) {
        ids.stream().sorted().forEach(out::add);
    }

    /** Writes it whole or not at all. */
    public void write(Path file) throws IOException {
        write(file, toJson());
    }

    static void write(Path file, ObjectNode truth) throws IOException {
        WholeFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(truth));
    }
}
