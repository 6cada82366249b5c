package io.plumbline.settings;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;

/** {@code %redacted(…)} of a pattern of logback's: what is in the brackets, {@link Redaction} applied. */
public final class RedactedConverter extends CompositeConverter<ILoggingEvent> {

    @Override
    protected String transform(ILoggingEvent event, String text) {
        return Redaction.of(text);
    }
}
