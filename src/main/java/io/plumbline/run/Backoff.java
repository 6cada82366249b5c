package io.plumbline.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** When what was throttled is put again. */
@FunctionalInterface
interface Backoff {

    /** A shard's limits are by the second: sooner than in a tenth of one there is hardly any room again. */
    long FIRST_MILLIS = 100;

    /** @param attempt the one that was refused, from 1 */
    void after(int attempt, Runnable retry);

    /** Doubles with each attempt, of which between half and all is waited, so that retries don't come all at once. */
    static Backoff doubling() {
        return (attempt, retry) -> {
            long whole = FIRST_MILLIS << (attempt - 1);
            long wait = ThreadLocalRandom.current().nextLong(whole / 2, whole + 1);
            CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(retry);
        };
    }
}
