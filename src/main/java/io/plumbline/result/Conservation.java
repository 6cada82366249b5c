package io.plumbline.result;

import io.plumbline.result.CloudCounts.Step;
import io.plumbline.result.CloudCounts.Unequal;
import io.plumbline.result.RunRecord.Control;
import io.plumbline.result.RunRecord.Counts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows the number of records from step to step: none may come or go without a reason.
 *
 * @param counts of the run
 * @param notSent rejected records that never left the generator
 * @param acknowledged records that Kinesis acknowledged
 * @param controls whose records AWS counts as well, and the run does not
 * @param table what the audit counted; null where it did not
 */
public record Conservation(
        Counts counts, long notSent, long acknowledged, List<Control> controls, @Nullable InTable table) {

    private static final String GENERATOR = "Plumbline";
    private static final String CLOUDWATCH = "CloudWatch";
    private static final String AUDIT = "BigQuery, asked by the audit";

    /** Rows of the run's records in the table, and of how many different records they are. */
    public record InTable(long rows, long records) {}

    /**
     * With what CloudWatch told.
     *
     * @param notKnown why it told nothing, or not all; null where it did
     */
    public CloudCounts with(Map<String, Double> metrics, Instant from, Instant to, @Nullable String notKnown) {
        List<Step> steps = List.of(
                new Step("intended", GENERATOR, counts.intended()),
                new Step("sent", GENERATOR, counts.attempted() - notSent),
                new Step("acknowledged", GENERATOR, acknowledged),
                new Step("incoming", CLOUDWATCH, ofTheLoad(metrics.get("incoming_records"))),
                new Step("invoked", CLOUDWATCH, ofTheLoad(metrics.get("invoked_events"))),
                new Step("rows", AUDIT, table == null ? null : table.rows()),
                new Step("distinct", AUDIT, table == null ? null : table.records()));
        return new CloudCounts(from, to, notKnown, metrics, steps, firstUnequal(steps));
    }

    /** The steps of several generators, added up; null where one of them has none. */
    static @Nullable CloudCounts sum(List<RunRecord> runs) {
        List<CloudCounts> all = new ArrayList<>();
        runs.forEach(run -> all.add(run.cloud()));
        if (all.contains(null)) {
            return null;
        }
        CloudCounts first = all.get(0);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < first.ledger().size(); i++) {
            int place = i;
            Step like = first.ledger().get(i);
            steps.add(new Step(
                    like.name(),
                    like.by(),
                    MergedCounts.known(all.stream()
                            .map(one -> one.ledger().get(place).records())
                            .toList())));
        }
        return new CloudCounts(first.from(), first.to(), first.notKnown(), Map.of(), steps, firstUnequal(steps));
    }

    /** How many records are to have come in, if each that was acknowledged did. */
    public long expectedIncoming() {
        return acknowledged + recordsOfControls();
    }

    private @Nullable Long ofTheLoad(@Nullable Double counted) {
        return counted == null ? null : Math.round(counted) - recordsOfControls();
    }

    /** A doubled one is put twice, a withheld one never; where Kinesis took nothing, it took none of them either. */
    private long recordsOfControls() {
        return acknowledged == 0
                ? 0
                : controls.stream()
                        .mapToLong(control -> switch (control.kind()) {
                            case "doubled" -> 2L * control.planted();
                            case "altered" -> control.planted();
                            default -> 0;
                        })
                        .sum();
    }

    private static @Nullable Unequal firstUnequal(List<Step> steps) {
        List<Step> known = new ArrayList<>(steps);
        known.removeIf(step -> step.records() == null);
        for (int i = 1; i < known.size(); i++) {
            Step before = known.get(i - 1);
            Step after = known.get(i);
            long more = records(after) - records(before);
            if (more != 0) {
                return new Unequal(before.name(), after.name(), more, sentence(before, after, more));
            }
        }
        return null;
    }

    private static long records(Step step) {
        return step.records() == null ? 0 : step.records();
    }

    private static String sentence(Step before, Step after, long more) {
        return "from " + before.name() + " to " + after.name() + " " + Figures.records(Math.abs(more))
                + (more > 0 ? " more: " + whyMore(after) : " fewer: " + whyFewer(after));
    }

    private static String whyMore(Step step) {
        return switch (step.name()) {
            case "incoming" ->
                "puts that were accepted without an answer, retries, another producer, or a load in the same minutes";
            case "invoked" -> "batches that were delivered again";
            case "rows" -> "records that were processed twice, or of which the function makes several rows";
            default -> "the steps before were not told completely";
        };
    }

    private static String whyFewer(Step step) {
        return switch (step.name()) {
            case "sent" -> "the generator did not get to send them";
            case "acknowledged" -> "Kinesis refused them, or did not answer";
            case "incoming" -> "CloudWatch does not show the last minutes yet";
            case "invoked" -> "they are still in the stream, were filtered out or dropped, or CloudWatch is behind";
            case "rows" -> "the function or its inserts lost them, or filter them out";
            case "distinct" -> "rows of the same record";
            default -> "not known";
        };
    }
}
