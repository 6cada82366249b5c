package io.plumbline.ledger;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** Whoever holds the ledger: the only way to it for everybody else. */
public interface LedgerOwner {

    /** Tells the ledger something; returns at once. */
    void tell(Consumer<Ledger> entry);

    /** Asks the ledger something, after all that was told before. */
    <T> CompletableFuture<T> ask(Function<Ledger, T> question);
}
