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
         * The pipeline that the settings name; the local stand-in when they name none. When Gatling has built the
         * simulation, the settings are checked against what its actions need, and connections are opened; where
         * something is wrong or missing the process ends, with all problems listed and before anything is sent.
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
