package io.plumbline.gatling;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Hash keys one after the other, over all users of an action. */
final class HashKeys {

    private final AtomicInteger count = new AtomicInteger();

    String next(List<String> keys) {
        return keys.get(Math.floorMod(count.getAndIncrement(), keys.size()));
    }
}
