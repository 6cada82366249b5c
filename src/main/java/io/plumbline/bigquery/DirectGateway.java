package io.plumbline.bigquery;

import com.google.api.services.bigquery.Bigquery;
import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.TableName;
import io.plumbline.trace.MicroClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What simulations themselves do with BigQuery, apart from looking for arrivals. Each call is one attempt on the wire.
 * Google's client blocks, so a call has a thread of its own as long as it lasts.
 */
public final class DirectGateway implements AutoCloseable {

    private static final long IDLE_SECONDS = 30;

    private final GoogleLogin login;
    private final TableLook look;
    private final TableName table;
    private final InsertClient inserts;
    private final SqlClient queries;
    private final int maxConcurrency;
    private final Duration patience;
    private final MicroClock clock;
    private final ThreadPoolExecutor threads;
    private volatile boolean tableIsView;

    /** @param settings name the table */
    public DirectGateway(Settings settings, MicroClock clock) {
        Settings.BigQuery named = settings.bigquery();
        this.login = GoogleLogin.choose(named, GoogleService::applicationDefault);
        Bigquery bigquery = GoogleService.of(GoogleService.options(named, named.actionTimeout(), login));
        this.look = new TableLook(bigquery, named);
        this.table = named.table().orElseThrow();
        this.inserts = new InsertClient(bigquery, named.actionTimeout());
        this.queries = new SqlClient(bigquery, named, clock);
        this.maxConcurrency = named.maxConcurrency();
        this.patience = settings.kinesis().acquireTimeout();
        this.clock = clock;
        this.threads = threads(maxConcurrency);
    }

    private static ThreadPoolExecutor threads(int most) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "plumbline-bigquery");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** The table of the settings, into which rows go that are not sent elsewhere. */
    public TableName table() {
        return table;
    }

    /** What is wrong with credentials or table, a sentence each; empty when nothing is. A view is for queries only. */
    public List<String> problems() {
        if (login.problem().isPresent()) {
            return List.of(login.problem().get());
        }
        try {
            tableIsView = look.found().isView();
            return List.of();
        } catch (TableLook.Problem problem) {
            return List.of(problem.sentence());
        }
    }

    /**
     * Those of the table, or of the view.
     *
     * @throws IllegalStateException if it does not tell; the message says why
     */
    public Map<String, String> labels() {
        return look.labels();
    }

    /** Inserts the rows. The answer never fails and comes on a thread of this gateway's own. */
    public CompletionStage<InsertOutcome> insert(RowsToInsert rows) {
        if (tableIsView && rows.table().equals(table)) {
            return CompletableFuture.completedFuture(new CallFailure(
                    "not sent",
                    table.dotted() + " is a view, and rows are inserted into tables only: name one by into(…)"));
        }
        return call(() -> inserts.insert(rows), failure -> failure);
    }

    /** Runs the query. The answer never fails and comes on a thread of this gateway's own. */
    public CompletionStage<QueryOutcome> query(SqlQuery query) {
        return call(() -> queries.run(query), failure -> failure);
    }

    /** @param failed what became of a call that failed */
    private <T> CompletionStage<T> call(Callable<T> call, Function<CallFailure, T> failed) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        long asked = clock.nowMicros();
        try {
            threads.execute(() -> answer.complete(outcome(asked, call, failed)));
        } catch (RejectedExecutionException e) {
            answer.complete(failed.apply(new CallFailure("not sent", "the run is over")));
        }
        return answer;
    }

    private <T> T outcome(long askedMicros, Callable<T> call, Function<CallFailure, T> failed) {
        if (clock.nowMicros() - askedMicros > patience.toNanos() / 1_000) {
            return failed.apply(CallFailure.noFreeConnection(maxConcurrency));
        }
        try {
            return call.call();
        } catch (Exception e) {
            return failed.apply(CallFailure.of(e));
        }
    }

    /** What is under way ends by itself; nobody waits for it. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
