package io.plumbline.gatling;

import io.gatling.core.CoreComponents;
import io.gatling.core.controller.throttle.Throttler$Command$ThrottledRequest;
import io.gatling.core.protocol.ProtocolComponents;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.plumbline.run.Run;
import java.util.concurrent.TimeUnit;
import scala.Function1;
import scala.runtime.BoxedUnit;

/** What the actions of a scenario share. */
final class PipelineComponents implements ProtocolComponents {

    private final CoreComponents core;
    private final Run run;
    private final Rows rows;

    PipelineComponents(CoreComponents core, Run run) {
        this.core = core;
        this.run = run;
        this.rows = new Rows(core.statsEngine(), core.clock().nowMillis(), StageSample.of(run.rows()));
    }

    /** Those of the scenario's protocol; without one the process ends. */
    static PipelineComponents of(ScenarioContext context) {
        return context.protocolComponentsRegistry().components(PipelineProtocol.KEY);
    }

    CoreComponents core() {
        return core;
    }

    Run run() {
        return run;
    }

    Rows rows() {
        return rows;
    }

    /** Does it now, or, where the load is throttled, when the throttle lets it. */
    void pace(boolean throttled, Session session, Runnable request) {
        if (!throttled) {
            request.run();
            return;
        }
        run.schedule().drop("it is not known where the load is throttled");
        core.throttler().get().$bang(new Throttler$Command$ThrottledRequest(session.scenario(), () -> {
            request.run();
            return BoxedUnit.UNIT;
        }));
    }

    @Override
    public Function1<Session, Session> onStart() {
        return session -> {
            run.schedule()
                    .began(
                            session.userId(),
                            TimeUnit.MILLISECONDS.toMicros(core.clock().nowMillis()));
            return session;
        };
    }

    @Override
    public Function1<Session, BoxedUnit> onExit() {
        return session -> {
            run.schedule().ended(session.userId());
            return BoxedUnit.UNIT;
        };
    }
}
