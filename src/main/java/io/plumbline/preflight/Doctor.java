package io.plumbline.preflight;

import io.plumbline.arrival.QueryFailure;
import io.plumbline.aws.KinesisGateway;
import io.plumbline.aws.StreamFacts;
import io.plumbline.bigquery.BigQueryGateway;
import io.plumbline.bigquery.TableFacts;
import io.plumbline.ledger.Sent;
import io.plumbline.settings.Redaction;
import io.plumbline.settings.Settings;
import io.plumbline.trace.MicroClock;
import io.plumbline.trace.TraceIds;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Looks at a pipeline before a load, from the credentials to a record in each shard, and says of each thing how it is. What
 * can only be looked at when something else is right is not looked at otherwise, and that is said too.
 */
public final class Doctor {

    static final String GUARD = "guard";

    private static final Pattern STALE =
            Pattern.compile(" 401 |ExpiredToken|InvalidClientTokenId|UnrecognizedClient|invalid_grant");

    private final Settings settings;
    private final Plan plan;
    private final TraceIds ids;
    private final MicroClock clock;
    private final List<Check> checks = new ArrayList<>();

    /** @param ids of the canaries */
    public Doctor(Settings settings, Plan plan, TraceIds ids, MicroClock clock) {
        this.settings = settings;
        this.plan = plan;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param guard says whether records may go there; asked before the canaries
     * @param canaryBody makes the bodies of records that are sent to see whether they arrive; empty to send none
     */
    public List<Check> examine(Supplier<Guard.Decision> guard, Optional<Supplier<Function<Sent, byte[]>>> canaryBody) {
        checks.clear();
        try (KinesisGateway kinesis = new KinesisGateway(settings)) {
            BigQueryGateway bigquery = new BigQueryGateway(settings, ids, clock);
            Optional<StreamFacts> stream = stream(kinesis);
            stream.ifPresent(facts -> checks.addAll(EachLoad.mappings(settings, facts, plan)));
            table(bigquery);
            guard(guard.get());
            canaries(kinesis, bigquery, canaryBody);
        }
        return checks.stream().map(Doctor::redacted).toList();
    }

    /** But for the guard's words, which are to be copied into settings. */
    private static Check redacted(Check check) {
        return check.subject().equals(GUARD)
                ? check
                : new Check(check.mark(), check.subject(), Redaction.of(check.found()), check.remedy());
    }

    private Optional<StreamFacts> stream(KinesisGateway kinesis) {
        attempt(
                LoginChecks.AWS,
                "name a profile or a role, or log in: docs/credentials.md",
                () -> List.of(LoginChecks.aws(kinesis.login(), plan, now())));
        Optional<StreamFacts> found = asked(
                StreamChecks.STREAM,
                "correct plumbline.kinesis.stream and plumbline.aws.region, or allow what infra/policies/aws-load.json names",
                kinesis::facts);
        found.ifPresent(stream -> {
            checks.add(StreamChecks.status(stream));
            checks.add(StreamChecks.shards(stream, plan));
        });
        return found;
    }

    private void table(BigQueryGateway bigquery) {
        if (!attempt(
                LoginChecks.GOOGLE,
                "log in: docs/credentials.md",
                () -> List.of(LoginChecks.google(bigquery.login(), plan)))) {
            return;
        }
        Optional<TableFacts> found = asked(
                TableChecks.TABLE,
                "correct plumbline.bigquery.{project, dataset, table}, or allow what infra/policies/gcp-arrivals.json names",
                bigquery::facts);
        found.ifPresent(table -> {
            checks.add(TableChecks.location(table, settings.bigquery().location()));
            checks.addAll(TableChecks.table(table, bigquery.problems(), now()));
            if (!anyProblem()) {
                cost(bigquery, table);
            }
        });
    }

    private void cost(BigQueryGateway bigquery, TableFacts table) {
        try {
            checks.add(TableChecks.cost(() -> table, bigquery.plannedBytes(), plan, settings.bigquery()));
        } catch (QueryFailure e) {
            checks.add(Check.problem(
                    TableChecks.COST,
                    "the look for arrivals does not work: " + e.getMessage(),
                    "correct the columns and plumbline.bigquery.requiredFilter, or allow what"
                            + " infra/policies/gcp-jobs.json names"));
        }
    }

    private void guard(Guard.Decision decision) {
        for (String refusal : decision.refusals()) {
            int colon = refusal.startsWith("plumbline.") ? refusal.indexOf(": ") : -1;
            checks.add(Check.problem(
                    GUARD,
                    colon < 0 ? refusal : refusal.substring(colon + 2),
                    "docs/guard.md" + (colon < 0 ? "" : "; the setting is " + refusal.substring(0, colon))));
        }
        decision.notes().forEach(note -> checks.add(Check.notChecked(GUARD, note)));
    }

    private void canaries(
            KinesisGateway kinesis, BigQueryGateway bigquery, Optional<Supplier<Function<Sent, byte[]>>> canaryBody) {
        if (canaryBody.isEmpty()) {
            checks.add(Check.notChecked(CanaryChecks.CANARIES, "none were to be sent"));
            return;
        }
        if (anyProblem()) {
            checks.add(Check.notChecked(CanaryChecks.CANARIES, "none are sent before the rest is in order"));
            return;
        }
        Canaries canaries = new Canaries(
                kinesis,
                bigquery,
                ids,
                canaryBody.get(),
                clock,
                settings.arrival().within(),
                settings.bigquery().pollInterval());
        try {
            List<Canary> flown = canaries.fly();
            checks.addAll(CanaryChecks.arrivals(flown, settings));
            if (flown.stream().anyMatch(Canary::arrived)) {
                checks.addAll(CanaryChecks.level(flown, settings.columns()));
                checks.add(CanaryChecks.polling(canaries.queryTime(), settings));
                checks.addAll(CanaryChecks.clocks(canaries.clocks(), clock.nowMicros()));
            }
        } catch (QueryFailure | IllegalStateException e) {
            checks.add(Check.problem(
                    CanaryChecks.CANARIES, String.valueOf(e.getMessage()), "look at what failed, and ask again"));
        } catch (IllegalArgumentException e) {
            checks.add(Check.notChecked(CanaryChecks.CANARIES, "no canary can be made: " + e.getMessage()));
        }
    }

    /** What was asked for; where there is none, that is a problem. */
    private <T> Optional<T> asked(String subject, String remedy, Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (IllegalStateException e) {
            String why = String.valueOf(e.getMessage());
            boolean stale = STALE.matcher(why).find();
            checks.add(Check.problem(
                    subject, why, stale ? "the login is no longer good: log in anew, docs/credentials.md" : remedy));
            return Optional.empty();
        }
    }

    private boolean attempt(String subject, String remedy, Supplier<List<Check>> question) {
        Optional<List<Check>> found = asked(subject, remedy, question);
        found.ifPresent(checks::addAll);
        return found.isPresent();
    }

    private boolean anyProblem() {
        return checks.stream().anyMatch(Check::isProblem);
    }

    private Instant now() {
        return Instant.EPOCH.plus(clock.nowMicros(), ChronoUnit.MICROS);
    }
}
