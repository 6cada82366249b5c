package io.plumbline.preflight;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All that a load would reach.
 *
 * @param jobProject the project that is billed for the queries, where it is not the table's
 */
public record Reach(
        Optional<Resource> stream, Optional<Resource> function, Optional<Resource> table, Optional<String> jobProject) {

    private static final String NOTHING = "-";

    List<Resource> resources() {
        return Stream.of(stream, function, table).flatMap(Optional::stream).toList();
    }

    List<Resource> ofAws() {
        return Stream.of(stream, function).flatMap(Optional::stream).toList();
    }

    /** What is to be confirmed: {@code account/stream/table}, the function where there is no stream. */
    String target() {
        return target(Resource::owner);
    }

    /** As {@link #target}, with the last digits of the account only. */
    String shownTarget() {
        return target(Resource::shownOwner);
    }

    private String target(Function<Resource, String> owner) {
        Optional<Resource> aws = stream.or(() -> function);
        return String.join(
                "/",
                aws.map(owner).orElse(NOTHING),
                aws.map(Resource::name).orElse(NOTHING),
                table.map(Resource::name).orElse(NOTHING));
    }
}
