package io.plumbline.gatling;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Which hash key the next record has, where its author chose none. */
@FunctionalInterface
interface HashKeys {

    /** That of its partition key. */
    HashKeys NONE = () -> null;

    @Nullable
    String next();

    /** Each of them after the other, over all users. */
    static HashKeys inTurn(List<String> keys) {
        AtomicInteger count = new AtomicInteger();
        return () -> keys.get(Math.floorMod(count.getAndIncrement(), keys.size()));
    }
}
