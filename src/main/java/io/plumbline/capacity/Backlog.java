package io.plumbline.capacity;

import java.util.List;

/** How many records were sent and not yet visible, over time; samples in the order of time, evenly spread. */
public record Backlog(List<Sample> samples) {

    /** @param atMicros by any clock that does not jump */
    public record Sample(long atMicros, long records) {}

    /** Refuses samples that are not in the order of time. */
    public Backlog {
        samples = List.copyOf(samples);
        for (int i = 1; i < samples.size(); i++) {
            if (samples.get(i).atMicros <= samples.get(i - 1).atMicros) {
                throw new IllegalArgumentException("A sample of the backlog at " + samples.get(i).atMicros
                        + " µs follows one at " + samples.get(i - 1).atMicros + " µs: give them in the order of time");
            }
        }
    }

    /** What was sampled from one moment, included, to another, not included. */
    public Backlog between(long fromMicros, long toMicros) {
        return new Backlog(samples.stream()
                .filter(sample -> sample.atMicros >= fromMicros && sample.atMicros < toMicros)
                .toList());
    }
}
