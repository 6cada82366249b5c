package io.plumbline.gatling;

import io.gatling.core.CoreComponents;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.protocol.ProtocolKey;
import io.plumbline.run.Run;
import io.plumbline.run.Schedule;
import io.plumbline.settings.Need;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import scala.Function1;

/** The pipeline as Gatling sees it. The run behind it starts when Gatling has built all scenarios that use it. */
public final class PipelineProtocol implements Protocol {

    static final ProtocolKey<PipelineProtocol, PipelineComponents> KEY = new Key();

    private final PendingRun run;

    /** @param starter starts the run; may throw {@link io.plumbline.run.StartFailure} */
    public PipelineProtocol(BiFunction<Set<Need>, Schedule, Run> starter) {
        this.run = new PendingRun(starter);
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
            return protocol -> new PipelineComponents(core, protocol.run);
        }
    }
}
