package io.plumbline.gatling;

import com.typesafe.scalalogging.Logger;
import com.typesafe.scalalogging.Logger$;
import io.gatling.core.CoreComponents;
import io.gatling.core.action.Action;
import io.gatling.core.action.BlockExit;
import io.gatling.core.action.BlockExit$;
import io.gatling.core.session.Session;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * The plumbing that Gatling's Scala traits would give: an action that leaves blocks when it must, runs on its user's
 * event loop, and passes the user on whatever goes wrong.
 */
abstract class AsyncAction implements Action {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(AsyncAction.class);

    private final String name;
    private final CoreComponents core;
    private final Action next;

    AsyncAction(String name, CoreComponents core, Action next) {
        this.name = name;
        this.core = core;
        this.next = next;
    }

    /** Does the work; hands the session to {@link #goOn} once, now or later. */
    abstract void start(Session session) throws Exception;

    /** Passes the user on; from any thread. */
    final void goOn(Session session) {
        next.$bang(session);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void $bang(Session session) {
        Option<BlockExit> exit = BlockExit$.MODULE$.mustExit(session);
        if (exit.isDefined()) {
            exit.get().exitBlock(core.statsEngine(), core.clock().nowMillis());
        } else if (session.eventLoop().inEventLoop()) {
            execute(session);
        } else {
            session.eventLoop().execute(() -> execute(session));
        }
    }

    @Override
    public final void execute(Session session) {
        try {
            start(session);
        } catch (Exception e) {
            LOG.error("'{}' crashed, its user goes on as failed", name, e);
            goOn(session.markAsFailed());
        }
    }

    @Override
    public final Logger logger() {
        return Logger$.MODULE$.apply(LOG);
    }

    @Override
    public final void com$typesafe$scalalogging$StrictLogging$_setter_$logger_$eq(Logger ignored) {
        // The trait's initialiser; the logger is made above.
    }
}
