package io.plumbline.dsl;

import io.gatling.core.protocol.Protocol;
import io.gatling.javaapi.core.ProtocolBuilder;
import io.plumbline.gatling.PipelineProtocol;
import java.util.regex.Pattern;

/** The pipeline under test, as the settings name it. */
public final class PipelineProtocolBuilder implements ProtocolBuilder {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    private final PipelineProtocol protocol;

    private PipelineProtocolBuilder(PipelineProtocol protocol) {
        this.protocol = protocol;
    }

    /** Where the description of a pipeline begins. */
    public static final class Base {

        private final String name;

        private Base(String name) {
            this.name = name;
        }

        /** The only one of a simulation. */
        public static Base only() {
            return new Base(CurrentRun.ONLY_PIPELINE);
        }

        /**
         * One of several.
         *
         * @param name 1 to 32 letters, digits, {@code -} and {@code _}
         * @throws IllegalArgumentException if it is another
         */
        public static Base named(String name) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "a pipeline's name is 1 to 32 letters, digits, - and _, not '" + name + "'");
            }
            return new Base(name);
        }

        /**
         * The pipeline that the settings name; the local stand-in when they name none. When Gatling has built the
         * simulation, the settings are checked against what its actions need, and connections are opened; where
         * something is wrong or missing the process ends, with all problems listed and before anything is sent.
         */
        public PipelineProtocolBuilder fromSettings() {
            return new PipelineProtocolBuilder(new PipelineProtocol(CurrentRun.starter(name)));
        }
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }
}
