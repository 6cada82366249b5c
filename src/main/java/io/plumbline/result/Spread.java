package io.plumbline.result;

/** Latencies that are known to lie between bounds: how the lower ends, the points and the upper ends are distributed. */
public record Spread(Distribution lower, Distribution point, Distribution upper) {}
