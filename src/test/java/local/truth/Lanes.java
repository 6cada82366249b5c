package local.truth;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where rows come from, as numbers: a lane is a generator's key with what its sequence numbers start with. In a lane the
 * last nine digits tell rows' order, so that a row's place takes two integers.
 */
final class Lanes {

    /** A row without a key or a sequence number has no place among others. */
    static final int NONE = 0;

    private static final int POSITION_DIGITS = 9;

    /** Generators may use the same keys, and owe each other no order. */
    private record Key(String idPrefix, String key) {}

    private record Lane(Key key, String prefix) {}

    private final Map<Lane, Integer> numbers = new HashMap<>();
    private final List<Lane> lanes = new ArrayList<>();

    /** The number of the lane, from 1 on. */
    int of(String idPrefix, String key, String sequenceNumber) {
        String prefix = sequenceNumber.substring(0, Math.max(0, sequenceNumber.length() - POSITION_DIGITS));
        return numbers.computeIfAbsent(new Lane(new Key(idPrefix, key), prefix), lane -> {
            lanes.add(lane);
            return lanes.size();
        });
    }

    static int position(String sequenceNumber) {
        int position = 0;
        for (int i = Math.max(0, sequenceNumber.length() - POSITION_DIGITS); i < sequenceNumber.length(); i++) {
            position = position * 10 + sequenceNumber.charAt(i) - '0';
        }
        return position;
    }

    int count() {
        return lanes.size();
    }

    /** Each key's lanes, that of the highest sequence numbers first. */
    List<List<Integer>> byKey() {
        return List.copyOf(IntStream.rangeClosed(1, lanes.size())
                .boxed()
                .sorted(order().reversed())
                .collect(Collectors.groupingBy(number -> lanes.get(number - 1).key()))
                .values());
    }

    /** By the sequence numbers that lie in them. */
    Comparator<Integer> order() {
        return Comparator.comparingInt((Integer number) -> prefix(number).length())
                .thenComparing(this::prefix);
    }

    private String prefix(int number) {
        return lanes.get(number - 1).prefix();
    }
}
