package io.plumbline.run;

import io.plumbline.arrival.Evidence;
import io.plumbline.aws.PutOutcome;
import io.plumbline.result.RunRecord;
import io.plumbline.settings.Settings.ControlKind;
import io.plumbline.trace.Digest;
import io.plumbline.trace.TraceIds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A few records that the run itself treats wrongly on purpose, so that it proves its own measurement: planted early, in
 * the likeness of the first record of the load, and in no count. Thread-safe.
 */
final class Controls {

    /** Of each kind: one may be lost by the pipeline without leaving the run unproven. */
    static final int OF_EACH = 2;

    private static final ControlKind[] KINDS = ControlKind.values();

    /** Puts a record outside the load. */
    interface Sender {
        CompletionStage<PutOutcome> put(byte[] data, String partitionKey);
    }

    private final Set<ControlKind> wanted;
    private final @Nullable Evidence evidence;
    private final TraceIds ids;
    private final AtomicBoolean asked = new AtomicBoolean();

    /** Kinds of which records were planted. */
    private final Set<ControlKind> planted = ConcurrentHashMap.newKeySet();

    /** Controls whose every put was acknowledged. */
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();

    private final Set<Long> seen = ConcurrentHashMap.newKeySet();

    /** @param evidence what the table can show; null where nobody looks at one, and so nothing is planted */
    Controls(Set<ControlKind> wanted, @Nullable Evidence evidence, TraceIds ids) {
        this.wanted = wanted;
        this.evidence = evidence;
        this.ids = ids;
    }

    /**
     * Plants all controls in a record's likeness; without effect when it was called before.
     *
     * @param body the record's, neither sealed nor encoded yet; holds its id as text
     */
    void plant(byte[] body, Supplier<String> id, String partitionKey, Sender sender) {
        if (evidence == null || asked.get() || !asked.compareAndSet(false, true)) {
            return;
        }
        String traceId = id.get();
        if (wanted.contains(ControlKind.WITHHELD)) {
            planted.add(ControlKind.WITHHELD);
        }
        String text = new String(body, StandardCharsets.ISO_8859_1);
        if (!text.contains(traceId)) {
            return;
        }
        if (wanted.contains(ControlKind.DOUBLED) && evidence.sequenceNumbers()) {
            planted.add(ControlKind.DOUBLED);
            numbers(ControlKind.DOUBLED).forEach(number -> {
                byte[] data = Digest.seal(likeness(text, traceId, number));
                sender.put(data, partitionKey)
                        .thenAcceptBoth(
                                sender.put(data, partitionKey), (first, second) -> answered(number, first, second));
            });
        }
        if (wanted.contains(ControlKind.ALTERED) && evidence.digests() && Digest.isWantedIn(body)) {
            planted.add(ControlKind.ALTERED);
            numbers(ControlKind.ALTERED).forEach(number -> sender.put(
                            Digest.alter(Digest.seal(likeness(text, traceId, number))), partitionKey)
                    .thenAccept(outcome -> answered(number, outcome)));
        }
    }

    /** A poll saw this one. */
    void seen(long number) {
        seen.add(number);
    }

    /** The ids that controls can have, but for those that a poll saw: asked for again, they would look like late rows. */
    List<String> unseen() {
        return LongStream.range(0, (long) KINDS.length * OF_EACH)
                .filter(number -> !seen.contains(number))
                .mapToObj(ids::control)
                .toList();
    }

    /** The first and the last of them. */
    String firstId() {
        return ids.control(0);
    }

    String lastId() {
        return ids.control((long) KINDS.length * OF_EACH - 1);
    }

    /** How each kind that was wanted came out. */
    List<RunRecord.Control> judge(ControlRows audited) {
        List<RunRecord.Control> judged = new ArrayList<>();
        for (ControlKind kind : KINDS) {
            if (wanted.contains(kind)) {
                judged.add(judge(kind, audited));
            }
        }
        return judged;
    }

    private RunRecord.Control judge(ControlKind kind, ControlRows audited) {
        String name = kind.name().toLowerCase(Locale.ROOT);
        if (!planted.contains(kind)) {
            return new RunRecord.Control(name, 0, 0, true, whyNotPlanted(kind));
        }
        List<Long> conclusive = numbers(kind)
                .filter(number -> conclusive(kind, number, audited))
                .boxed()
                .toList();
        boolean held = conclusive.stream().allMatch(number -> noticed(kind, number, audited));
        String note = conclusive.isEmpty() ? "none was conclusive: they did not arrive as they were sent" : "";
        return new RunRecord.Control(name, OF_EACH, conclusive.size(), held, note);
    }

    private boolean conclusive(ControlKind kind, long number, ControlRows audited) {
        int rows = audited.rows().getOrDefault(number, 0);
        return audited.complete()
                && switch (kind) {
                    case WITHHELD -> true;
                    // Counted by the table, whatever was made of its rows.
                    case DOUBLED ->
                        acknowledged.contains(number)
                                && audited.counted() > audited.rows().size();
                    case ALTERED -> rows > 0;
                };
    }

    private boolean noticed(ControlKind kind, long number, ControlRows audited) {
        return switch (kind) {
            case WITHHELD -> !seen.contains(number) && !audited.rows().containsKey(number);
            case DOUBLED ->
                audited.surplus() >= audited.counted() - audited.rows().size();
            case ALTERED -> audited.flagged().contains(number);
        };
    }

    private String whyNotPlanted(ControlKind kind) {
        if (evidence == null) {
            return Findings.NO_TABLE;
        }
        if (!asked.get()) {
            return "nothing was sent";
        }
        return switch (kind) {
            case WITHHELD -> "";
            case DOUBLED ->
                evidence.sequenceNumbers()
                        ? "the records do not hold their ids as text"
                        : "the table has no column for Kinesis' sequence number";
            case ALTERED ->
                evidence.digests()
                        ? "the records carry no digest, or not their ids as text"
                        : "the table lacks a column for the digest, the key or the data";
        };
    }

    private void answered(long number, PutOutcome... outcomes) {
        for (PutOutcome outcome : outcomes) {
            if (!(outcome instanceof PutOutcome.Acknowledged)) {
                return;
            }
        }
        acknowledged.add(number);
    }

    private byte[] likeness(String text, String traceId, long number) {
        return text.replace(traceId, ids.control(number)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static LongStream numbers(ControlKind kind) {
        long first = (long) kind.ordinal() * OF_EACH;
        return LongStream.range(first, first + OF_EACH);
    }
}
