package io.plumbline.run;

import io.plumbline.aws.MappingControl;
import io.plumbline.aws.MappingFacts;
import io.plumbline.aws.NotSwitched;
import io.plumbline.steering.Pause.Change;
import io.plumbline.trace.MicroClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event source mapping that is disabled for a while. It is somebody's pipeline: at the end of the process it is enabled
 * again, and where that fails, or cannot be tried, the log has the command that does it. Thread-safe; closing waits for a
 * change that is under way.
 */
final class PausedMapping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PausedMapping.class);

    private final MappingFacts mapping;
    private final MappingControl control;
    private final MicroClock clock;
    private final Duration within;
    private final Thread atExit = new Thread(this::close, "plumbline-enable");
    private boolean paused;

    private PausedMapping(MappingFacts mapping, MappingControl control, MicroClock clock, Duration within) {
        this.mapping = mapping;
        this.control = control;
        this.clock = clock;
        this.within = within;
    }

    /**
     * Finds the mapping; nothing is changed yet.
     *
     * @param readers of the stream
     * @param function by its name or ARN; counts where there are several readers
     * @param within how long a change may take
     * @throws StartFailure if it is not known which one is meant, or if that is not Enabled
     */
    static PausedMapping of(
            List<MappingFacts> readers,
            Optional<String> function,
            MappingControl control,
            MicroClock clock,
            Duration within) {
        PausedMapping found = new PausedMapping(meant(readers, function), control, clock, within);
        found.refuseUnlessEnabled();
        return found;
    }

    private static MappingFacts meant(List<MappingFacts> readers, Optional<String> function) {
        Optional<String> name = function.map(text -> text.replaceFirst("^.*:function:", ""));
        List<MappingFacts> meant = readers.stream()
                .filter(reader -> readers.size() == 1
                        || name.filter(reader.function()::equals).isPresent())
                .toList();
        if (meant.size() == 1) {
            return meant.get(0);
        }
        throw refusal(
                readers.isEmpty()
                        ? "no event source mapping of this account reads the stream, so there is none to pause"
                        : "of the " + readers.size()
                                + " event source mappings that read the stream one has to be named:"
                                + " set plumbline.lambda.function (LAMBDA_FUNCTION_NAME) to one of "
                                + readers.stream().map(MappingFacts::function).collect(Collectors.joining(", ")));
    }

    private void refuseUnlessEnabled() {
        String state;
        try {
            state = control.state(mapping.uuid());
        } catch (IllegalStateException e) {
            throw refusal(String.valueOf(e.getMessage()));
        }
        if (!state.equals("Enabled")) {
            throw refusal(name() + " is " + state + ", and only one that is Enabled can be paused; enable it: "
                    + enablingCommand());
        }
    }

    private static StartFailure refusal(String sentence) {
        return new StartFailure(List.of(sentence));
    }

    MappingFacts mapping() {
        return mapping;
    }

    /** Returns when the mapping is Disabled. If that fails, close this all the same: Lambda may do it yet. */
    synchronized Change pause() {
        if (paused) {
            throw new IllegalStateException(name() + " is paused already");
        }
        // Refused while the process ends: nobody would be left to enable the mapping.
        Runtime.getRuntime().addShutdownHook(atExit);
        paused = true;
        LOG.warn("Pausing {}. Should this process be killed, enable it: {}", name(), enablingCommand());
        long asked = clock.nowMicros();
        try {
            control.disable(mapping.uuid(), within);
        } catch (NotSwitched e) {
            reads();
            throw e;
        }
        return new Change(asked, clock.nowMicros());
    }

    /** Returns when the mapping is Enabled. */
    synchronized Change resume() {
        if (!paused) {
            throw new IllegalStateException(name() + " is not paused");
        }
        long asked = clock.nowMicros();
        try {
            control.enable(mapping.uuid(), within);
        } catch (RuntimeException e) {
            LOG.error("Not known to be enabled again: {}. Enable it: {}", name(), enablingCommand(), e);
            throw e;
        }
        reads();
        return new Change(asked, clock.nowMicros());
    }

    private void reads() {
        paused = false;
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process ends: the hook runs, or finds nothing to do.
        }
    }

    /** Enables the mapping if it is still paused. */
    @Override
    public synchronized void close() {
        if (!paused) {
            return;
        }
        // What interrupted the run must not keep the pipeline from being enabled.
        boolean interrupted = Thread.interrupted();
        try {
            resume();
        } catch (RuntimeException e) {
            // Told in the log, with what to do.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private String name() {
        return "the event source mapping " + mapping.uuid() + " of " + mapping.function();
    }

    private String enablingCommand() {
        return "aws lambda update-event-source-mapping --uuid " + mapping.uuid() + " --enabled";
    }
}
