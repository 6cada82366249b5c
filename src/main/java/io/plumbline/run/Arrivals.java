package io.plumbline.run;

import io.plumbline.arrival.ArrivalSource;
import io.plumbline.arrival.Evidence;
import io.plumbline.arrival.PagePlan;
import io.plumbline.arrival.PollPlan;
import io.plumbline.arrival.PollSchedule;
import io.plumbline.arrival.PollStatistics;
import io.plumbline.arrival.Poller;
import io.plumbline.arrival.Watches;
import io.plumbline.arrival.WindowPlan;
import io.plumbline.ledger.Ledger;
import io.plumbline.ledger.LedgerOwner;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that looks at the table: polls for the load's records and for ids that something else sent, then the audit. */
final class Arrivals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

    private final RunContext context;
    private final ArrivalSource table;
    private final LedgerOwner ledger;
    private final Controls controls;
    private final PollStatistics statistics;
    private final Poller poller;
    private final Watches watches;
    private final Runnable beside;
    private final PollLoop polls;

    /**
     * @param inFlight how many records are on their way
     * @param beside is done before each poll
     */
    Arrivals(
            RunContext context,
            ArrivalSource table,
            PollStatistics statistics,
            LedgerOwner ledger,
            Controls controls,
            Troubles troubles,
            IntSupplier inFlight,
            Runnable beside) {
        this.context = context;
        this.table = table;
        this.ledger = ledger;
        this.controls = controls;
        this.statistics = statistics;
        this.poller = new Poller(
                plan(inFlight),
                context.ids(),
                context.clocks(),
                sightings -> ledger.tell(told -> sightings.forEach(told::seen)),
                controls::seen);
        this.watches = new Watches(
                table,
                statistics,
                context.clock(),
                context.clocks(),
                e -> LOG.error("The rows of a watched id could not be logged", e));
        this.beside = beside;
        this.polls = new PollLoop(
                this::poll,
                new PollSchedule(context.settings().bigquery().pollInterval(), context.random()),
                context.clock(),
                troubles);
    }

    /** Both, whatever becomes of the first. */
    private boolean poll() {
        beside.run();
        long asked = context.clock().nowMicros();
        boolean answered = poller.poll() & watches.poll();
        if (answered) {
            // Behind what the poll has told of records.
            ledger.tell(told -> context.watch().looked(asked));
        }
        return answered;
    }

    private PollPlan plan(IntSupplier inFlight) {
        PagePlan pages = new PagePlan(table, statistics, context.clock(), new PagePlan.Unseen(inFlight, this::unseen));
        Evidence evidence = table.evidence();
        return evidence.runIds() && evidence.insertStamps()
                ? new WindowPlan(table, statistics, context.clock(), pages)
                : pages;
    }

    private List<String> unseen() {
        List<String> unseen = new ArrayList<>(controls.unseen());
        ledger.ask(Ledger::unseen)
                .join()
                .forEach(number -> unseen.add(context.ids().load(number)));
        return unseen;
    }

    /** When the table was last asked with success, in epoch microseconds; empty where it was not yet. */
    OptionalLong lastPollMicros() {
        long answered = polls.answeredMicros();
        return answered == 0 ? OptionalLong.empty() : OptionalLong.of(answered);
    }

    /** Those of ids that something else sent. */
    Watches watches() {
        return watches;
    }

    /**
     * The last look, after {@link #close}.
     *
     * @param registered how many records were sent: sequence numbers from 0
     * @param keysOfTheirOwn whether records were put with partition keys that order cannot be judged by
     */
    Findings audit(long registered, boolean keysOfTheirOwn) {
        return new Audit(table, poller, statistics, context.ids(), ledger, controls).run(registered, keysOfTheirOwn);
    }

    /** Ends after the poll under way; who still waits for an id has missed it. */
    @Override
    public void close() {
        polls.close();
        watches.close();
    }
}
