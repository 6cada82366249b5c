package io.plumbline.run;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A count that the table may or may not be able to show. */
sealed interface Finding {

    record Known(long count) implements Finding {}

    /** @param why the rest of a sentence that says the count is not known */
    record NotKnown(String why) implements Finding {}

    /** The count; null where it is not known, and then the reason is noted by the count's name. */
    default @Nullable Long orNote(String name, Map<String, String> notKnown) {
        if (this instanceof Known known) {
            return known.count();
        }
        notKnown.put(name, ((NotKnown) this).why());
        return null;
    }
}
