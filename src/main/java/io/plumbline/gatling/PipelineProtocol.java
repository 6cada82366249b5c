package io.plumbline.gatling;

import io.gatling.core.CoreComponents;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.protocol.ProtocolKey;
import io.plumbline.run.Run;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import scala.Function1;

/** The pipeline as Gatling sees it. The run behind it starts when Gatling builds the first scenario that uses it. */
public final class PipelineProtocol implements Protocol {

    static final ProtocolKey<PipelineProtocol, PipelineComponents> KEY = new Key();

    private final Supplier<Run> starter;
    private @Nullable Run run;

    /** @param starter starts the run; may throw {@link StartFailure} */
    public PipelineProtocol(Supplier<Run> starter) {
        this.starter = starter;
    }

    private synchronized Run run() {
        Run current = run;
        if (current == null) {
            current = starter.get();
            run = current;
        }
        return current;
    }

    private PipelineComponents components(CoreComponents core) {
        return new PipelineComponents(core, Halt.unlessItStarts(this::run));
    }

    private static final class Key implements ProtocolKey<PipelineProtocol, PipelineComponents> {

        @Override
        @SuppressWarnings("unchecked") // Gatling's signature wants the supertype, its look-up the exact class.
        public Class<Protocol> protocolClass() {
            return (Class<Protocol>) (Class<?>) PipelineProtocol.class;
        }

        @Override
        public PipelineProtocol defaultProtocolValue(GatlingConfiguration configuration) {
            throw Halt.because(List.of(
                    "the simulation uses pipeline actions without a pipeline: add .protocols(pipeline().fromSettings())"
                            + " to its setUp"));
        }

        @Override
        public Function1<PipelineProtocol, PipelineComponents> newComponents(CoreComponents core) {
            return protocol -> protocol.components(core);
        }
    }
}
