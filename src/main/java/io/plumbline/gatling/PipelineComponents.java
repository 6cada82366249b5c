package io.plumbline.gatling;

import io.gatling.core.CoreComponents;
import io.gatling.core.config.DataConfiguration;
import io.gatling.core.controller.Controller$Command$StopLoadGenerator;
import io.gatling.core.controller.throttle.Throttler$Command$ThrottledRequest;
import io.gatling.core.protocol.ProtocolComponents;
import io.gatling.core.session.Session;
import io.gatling.core.stats.writer.DataWriterType;
import io.gatling.core.structure.ScenarioContext;
import io.plumbline.run.Run;
import io.plumbline.run.Schedule;
import io.plumbline.settings.Need;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.runtime.BoxedUnit;

/** What the actions of a scenario share. */
final class PipelineComponents implements ProtocolComponents {

    private final CoreComponents core;
    private final PendingRun pending;
    private volatile @Nullable Started started;

    /** What there is once the run has started. */
    private record Started(Run run, Rows rows) {}

    PipelineComponents(CoreComponents core, PendingRun pending) {
        this.core = core;
        this.pending = pending;
    }

    /** Those of the scenario's protocol; without one the process ends. */
    static PipelineComponents of(ScenarioContext context) {
        return context.protocolComponentsRegistry().components(PipelineProtocol.KEY);
    }

    CoreComponents core() {
        return core;
    }

    /** An action needs this of the pipeline; to be told while Gatling builds it. */
    void need(Need... some) {
        pending.need(some);
    }

    /** A load follows this schedule; to be told while Gatling builds it. */
    void follow(Schedule schedule) {
        pending.follow(schedule);
    }

    /** Starts it where it has not started, so not to be called while Gatling builds actions. */
    Run run() {
        return started().run;
    }

    Rows rows() {
        return started().rows;
    }

    private Started started() {
        Started current = started;
        return current == null ? start() : current;
    }

    private synchronized Started start() {
        Started current = started;
        if (current == null) {
            Run run = pending.started();
            run.tellProgress(consolePeriod(), System.out);
            current = new Started(
                    run, new Rows(core.statsEngine(), core.clock().nowMillis(), StageSample.of(run.rows())));
            started = current;
            run.whenStopped(() -> core.controller()
                    .$bang(new Controller$Command$StopLoadGenerator("Plumbline's guard has stopped the load", false)));
        }
        return current;
    }

    /** As often as Gatling itself prints; zero where it does not. */
    private Duration consolePeriod() {
        DataConfiguration data = core.configuration().data();
        return data.dataWriters().contains(DataWriterType.Console$.MODULE$)
                ? Duration.ofNanos(data.console().writePeriod().toNanos())
                : Duration.ZERO;
    }

    /**
     * Does it now, or, where the load is throttled, when the throttle lets it. Once the guard has stopped the
     * load it is not done, and its user waits for Gatling to end: going on, he might do nothing but ask again.
     */
    void pace(boolean throttled, Session session, Runnable request) {
        if (run().isStopped()) {
            return;
        }
        if (!throttled) {
            request.run();
            return;
        }
        run().schedule().drop("it is not known where the load is throttled");
        core.throttler().get().$bang(new Throttler$Command$ThrottledRequest(session.scenario(), () -> {
            request.run();
            return BoxedUnit.UNIT;
        }));
    }

    @Override
    public Function1<Session, Session> onStart() {
        return session -> {
            run().schedule()
                    .began(
                            session.userId(),
                            TimeUnit.MILLISECONDS.toMicros(core.clock().nowMillis()));
            return session;
        };
    }

    @Override
    public Function1<Session, BoxedUnit> onExit() {
        return session -> {
            run().schedule().ended(session.userId());
            return BoxedUnit.UNIT;
        };
    }
}
