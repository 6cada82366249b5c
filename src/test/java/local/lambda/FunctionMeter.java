package local.lambda;

/** Is told how a function fares, once an invocation: where metrics meet it. */
public interface FunctionMeter {

    FunctionMeter NONE = new FunctionMeter() {};

    /** @param running how many invocations ran when it started, itself included */
    default void ran(Invocation ended, int running) {}

    /** There was no room for an invocation. */
    default void throttled() {}
}
