package io.plumbline.gatling;

import io.gatling.core.session.GroupBlock;
import io.gatling.core.stats.StatsEngine;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** Takes Gatling's rows and remembers them. */
final class RecordingStats {

    record Response(String groups, String name, long start, long end, String status, String message) {}

    record GroupEnd(String groups, long start, int cumulated, String status, long end) {}

    private final List<Response> responses = new CopyOnWriteArrayList<>();
    private final List<GroupEnd> groupEnds = new CopyOnWriteArrayList<>();

    List<Response> responses() {
        return responses;
    }

    List<GroupEnd> groupEnds() {
        return groupEnds;
    }

    /** The engine is a Scala trait with more methods than are of interest here. */
    StatsEngine engine() {
        return (StatsEngine) Proxy.newProxyInstance(
                StatsEngine.class.getClassLoader(), new Class<?>[] {StatsEngine.class}, (proxy, method, args) -> {
                    switch (method.getName()) {
                        case "logResponse" ->
                            responses.add(new Response(
                                    path((scala.collection.immutable.List<?>) args[1]),
                                    (String) args[2],
                                    (Long) args[3],
                                    (Long) args[4],
                                    args[5].toString(),
                                    String.valueOf(((Option<?>) args[7]).getOrElse(() -> ""))));
                        case "logGroupEnd" -> {
                            GroupBlock block = (GroupBlock) args[1];
                            groupEnds.add(new GroupEnd(
                                    path(block.groups()),
                                    block.startTimestamp(),
                                    block.cumulatedResponseTime(),
                                    block.status().toString(),
                                    (Long) args[2]));
                        }
                        default -> throw new UnsupportedOperationException(method.toString());
                    }
                    return null;
                });
    }

    /** An engine that takes nothing. */
    static StatsEngine broken() {
        return (StatsEngine) Proxy.newProxyInstance(
                StatsEngine.class.getClassLoader(), new Class<?>[] {StatsEngine.class}, (proxy, method, args) -> {
                    throw new IllegalStateException("no rows today");
                });
    }

    private static String path(scala.collection.immutable.List<?> groups) {
        return String.join(
                "/",
                CollectionConverters.asJava(groups).stream()
                        .map(String::valueOf)
                        .toList());
    }
}
