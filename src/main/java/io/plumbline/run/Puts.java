package io.plumbline.run;

import io.plumbline.aws.KinesisGateway;
import io.plumbline.aws.PutEntry;
import io.plumbline.aws.PutOutcome;
import io.plumbline.ledger.Ledger;
import io.plumbline.ledger.LedgerOwner;
import io.plumbline.ledger.Sent;
import io.plumbline.settings.Settings;
import io.plumbline.steering.LoadWatch;
import io.plumbline.trace.Digest;
import io.plumbline.trace.MicroClock;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts records: registers them in the ledger first, tells it and whoever put them how each request ended, and puts again
 * what was throttled where that is wanted. Thread-safe.
 */
final class Puts {

    /** Of PutRecords. */
    static final int MOST_IN_A_REQUEST = 500;

    private static final int MAX_KEY_LENGTH = 256;
    private static final int HASH_KEY_BITS = 128;
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9]\\d{0,38}");

    private final KinesisGateway kinesis;
    private final Settings.Kinesis limits;
    private final LedgerOwner ledger;
    private final Measurements measurements;
    private final MicroClock clock;
    private final LoadWatch watch;
    private final Optional<SentLog> sentLog;
    private final Controls controls;
    private final GeneratorHealth health;
    private final Troubles troubles;
    private final Gate gate;
    private final KillSwitch kill;
    private final Backoff backoff;
    private volatile boolean keysOfTheirOwn;

    Puts(
            RunContext context,
            KinesisGateway kinesis,
            LedgerOwner ledger,
            Measurements measurements,
            Controls controls,
            GeneratorHealth health,
            Troubles troubles,
            Gate gate,
            KillSwitch kill,
            Backoff backoff) {
        this.kinesis = kinesis;
        this.limits = context.settings().kinesis();
        this.clock = context.clock();
        this.watch = context.watch();
        this.sentLog = context.sentLog();
        this.ledger = ledger;
        this.measurements = measurements;
        this.controls = controls;
        this.health = health;
        this.troubles = troubles;
        this.gate = gate;
        this.kill = kill;
        this.backoff = backoff;
    }

    /** A registered record that can be put, and how much of a request it takes. */
    private record Ready(Sent sent, PutEntry entry, int bytes) {}

    /** Records that go together, at this attempt, the first being 1. */
    private record Request(List<Ready> records, int attempt, PutOptions options, PutListener listener) {

        List<Sent> sent() {
            return records.stream().map(Ready::sent).toList();
        }
    }

    /** Whether records were put in other places than their key's, so that their order says nothing. */
    boolean keysOfTheirOwn() {
        return keysOfTheirOwn;
    }

    /** Registers the records, then puts those that can and may be; the others are refused here, before they leave. */
    void put(List<Draft> drafts, PutOptions options, PutListener listener) {
        List<Sent> all = new ArrayList<>(drafts.size());
        List<Ready> ready = new ArrayList<>(drafts.size());
        List<Sent> stayed = new ArrayList<>(0);
        List<PutOutcome> why = new ArrayList<>(0);
        Draft first = null;
        for (Draft draft : drafts) {
            Sent sent = draft.attempt().sent();
            all.add(sent);
            try {
                ready.add(ready(draft));
                first = first == null ? draft : first;
            } catch (IllegalArgumentException e) {
                stayed.add(sent);
                why.add(PutOutcome.Refused.notSent(String.valueOf(e.getMessage())));
            }
        }
        register(all, listener);
        refuse(stayed, why, listener);
        if (first != null) {
            Encoding encoding = first.encoding();
            controls.plant(
                    first.body(),
                    first.attempt()::traceId,
                    first.partitionKey(),
                    (data, key) -> kinesis.put(new PutEntry(encoding.of(data), key, null), null));
        }
        for (List<Ready> records : requests(ready, options)) {
            send(new Request(records, 1, options, listener));
        }
    }

    /** @throws IllegalArgumentException if it cannot be put; the message says why */
    private Ready ready(Draft draft) {
        if (draft.problem() != null) {
            throw new IllegalArgumentException(draft.problem());
        }
        String key = draft.partitionKey();
        if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "the partition key has " + key.length() + " characters, Kinesis takes 1 to " + MAX_KEY_LENGTH);
        }
        requireHashKey(draft.explicitHashKey());
        PutEntry entry = new PutEntry(draft.encoding().of(sealed(draft.body())), key, draft.explicitHashKey());
        int bytes = entry.bytes();
        if (bytes > limits.maxRecordBytes()) {
            throw new IllegalArgumentException("the record has " + bytes
                    + " bytes with its key, plumbline.kinesis.maxRecordBytes is " + limits.maxRecordBytes());
        }
        // Last, for it counts what leaves.
        String shut = gate.admit(1, bytes);
        if (shut != null) {
            throw new IllegalArgumentException(shut);
        }
        if (!keysOfTheirOwn
                && (draft.explicitHashKey() != null
                        || !key.equals(draft.attempt().key()))) {
            keysOfTheirOwn = true;
        }
        watch.put(bytes);
        return new Ready(draft.attempt().sent(), entry, bytes);
    }

    private static void requireHashKey(@Nullable String key) {
        boolean isOne =
                key == null || DECIMAL.matcher(key).matches() && new BigInteger(key).bitLength() <= HASH_KEY_BITS;
        if (!isOne) {
            throw new IllegalArgumentException("the explicit hash key is " + key + ", Kinesis takes 0 to 2^128 - 1");
        }
    }

    private static byte[] sealed(byte[] body) {
        try {
            return Digest.seal(body);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("body: " + e.getMessage(), e);
        }
    }

    /** In their order, as few as the service's limits allow. */
    private List<List<Ready>> requests(List<Ready> ready, PutOptions options) {
        List<List<Ready>> requests = new ArrayList<>(1);
        long bytes = 0;
        int from = 0;
        int most = options.batch() ? MOST_IN_A_REQUEST : 1;
        for (int i = 0; i < ready.size(); i++) {
            int more = ready.get(i).bytes();
            if (i - from == most || i > from && bytes + more > limits.maxRequestBytes()) {
                requests.add(ready.subList(from, i));
                from = i;
                bytes = 0;
            }
            bytes += more;
        }
        if (from < ready.size()) {
            requests.add(ready.subList(from, ready.size()));
        }
        return requests;
    }

    private void register(List<Sent> records, PutListener listener) {
        sentLog.ifPresent(log -> log.sent(records));
        ledger.tell(told -> {
            for (Sent sent : records) {
                told.register(sent, listener);
            }
        });
    }

    private void refuse(List<Sent> records, List<PutOutcome> why, PutListener listener) {
        if (records.isEmpty()) {
            return;
        }
        sentLog.ifPresent(log -> log.refusedLocally(records));
        ledger.tell(told -> records.forEach(sent -> told.notSent(sent.sequence())));
        tell(listener, new PutAnswer(records, why, records.get(0).sentMicros(), clock.nowMicros(), false));
    }

    private void send(Request request) {
        long start = clock.nowMicros();
        outcomes(request).thenAccept(outcomes -> ended(request, outcomes, start));
    }

    private CompletionStage<List<PutOutcome>> outcomes(Request request) {
        if (request.options.batch()) {
            return kinesis.putAll(request.records.stream().map(Ready::entry).toList());
        }
        return kinesis.put(request.records.get(0).entry(), request.options.sequenceNumberForOrdering())
                .thenApply(Collections::singletonList);
    }

    private void ended(Request request, List<PutOutcome> outcomes, long start) {
        long now = clock.nowMicros();
        kill.put(outcomes);
        if (outcomes.get(0) instanceof PutOutcome.Refused refused && refused.forWantOfAConnection()) {
            health.acquireFailed();
            watch.withoutConnection(now);
            // It never left: nobody on the other side can know.
            sentLog.ifPresent(log -> log.refusedLocally(request.sent()));
        }
        // What did not get there says nothing of the pipeline.
        outcomes.stream()
                .flatMap(outcome -> outcome.obstacle().stream())
                .forEach(why -> troubles.add("puts did not get to Kinesis: " + why));
        boolean again = gate.shutBy() == null
                && request.attempt <= request.options.retries()
                && outcomes.stream().anyMatch(Puts::isThrottled);
        tell(
                request.listener,
                // To its sender a put begins with the making of the record.
                new PutAnswer(
                        request.sent(),
                        outcomes,
                        request.attempt == 1 ? request.records.get(0).sent().sentMicros() : start,
                        now,
                        again));
        if (again) {
            again(request, outcomes);
        }
    }

    private static boolean isThrottled(PutOutcome outcome) {
        return outcome instanceof PutOutcome.Refused refused && refused.isThrottled();
    }

    private void again(Request request, List<PutOutcome> outcomes) {
        List<Ready> throttled = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (isThrottled(outcomes.get(i))) {
                throttled.add(request.records.get(i));
            }
        }
        backoff.after(request.attempt, () -> {
            String shut = gate.shutBy();
            if (shut != null) {
                giveUp(throttled, shut, request.listener);
                return;
            }
            ledger.tell(told -> throttled.forEach(record -> told.triedAgain(record.sent.sequence())));
            send(new Request(throttled, request.attempt + 1, request.options, request.listener));
        });
    }

    /** They were throttled, and may not be put again. */
    private void giveUp(List<Ready> records, String why, PutListener listener) {
        long now = clock.nowMicros();
        List<Sent> sent = records.stream().map(Ready::sent).toList();
        tell(
                listener,
                new PutAnswer(
                        sent, Collections.nCopies(sent.size(), PutOutcome.Refused.notSent(why)), now, now, false));
    }

    private void tell(PutListener listener, PutAnswer answer) {
        try {
            listener.answered(answer);
        } catch (RuntimeException e) {
            troubles.add("a put's rows", e);
        } finally {
            ledger.tell(told -> enter(told, answer));
        }
    }

    private void enter(Ledger ledger, PutAnswer answer) {
        for (int i = 0; i < answer.records().size(); i++) {
            measurements.put(answer.outcomes().get(i), answer.endMicros());
            if (isThrottled(answer.outcomes().get(i))) {
                watch.throttled(answer.endMicros());
            }
            if (answer.isLast(i)) {
                enter(
                        ledger,
                        answer.records().get(i).sequence(),
                        answer.outcomes().get(i),
                        answer.endMicros());
            }
        }
    }

    private static void enter(Ledger ledger, long number, PutOutcome outcome, long atMicros) {
        if (outcome instanceof PutOutcome.Acknowledged acknowledged) {
            ledger.acknowledged(number, atMicros, acknowledged.sequenceNumber());
        } else if (outcome instanceof PutOutcome.Refused refused) {
            ledger.refused(number, refused.code() + ": " + refused.message());
        } else if (outcome instanceof PutOutcome.Unanswered unanswered) {
            ledger.unanswered(number, unanswered.code() + ": " + unanswered.message());
        }
    }
}
