package io.plumbline.dsl;

import io.gatling.core.protocol.Protocol;
import io.gatling.javaapi.core.ProtocolBuilder;
import io.plumbline.gatling.PipelineProtocol;

/** The pipeline under test, as the settings name it. */
public final class PipelineProtocolBuilder implements ProtocolBuilder {

    private final PipelineProtocol protocol;

    private PipelineProtocolBuilder(PipelineProtocol protocol) {
        this.protocol = protocol;
    }

    /** Where the description of a pipeline begins. */
    public static final class Base {

        /**
         * The pipeline that the settings name; the local stand-in when they name none. Ends the process with all
         * problems listed when they are wrong. Connections are opened when Gatling starts the run.
         */
        public PipelineProtocolBuilder fromSettings() {
            return new PipelineProtocolBuilder(new PipelineProtocol(CurrentRun.starter()));
        }
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }
}
