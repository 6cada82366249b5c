package io.plumbline.gatling;

import io.gatling.commons.validation.Failure;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.check.Check;
import io.gatling.core.check.Check$;
import io.gatling.core.check.CheckMaterializer;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.CheckBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Option;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/**
 * An author's checks on the responses of an action.
 *
 * @param <R> the type of the responses
 */
final class Checks<R> {

    private final scala.collection.immutable.List<Check<R>> checks;

    private final Set<CheckBuilder.CheckType> types;

    private Checks(List<Check<R>> checks, Set<CheckBuilder.CheckType> types) {
        this.checks = CollectionConverters.asScala(checks).toList();
        this.types = types;
    }

    /**
     * How the session is after the checks.
     *
     * @param failure what the first failing check says; null where all hold
     */
    record Checked(Session session, @Nullable String failure) {}

    /**
     * @param prepared what checks of other types look at; those made by {@link ResponseCheck} look at the response itself
     * @throws IllegalArgumentException if one of the checks is on something that these responses don't have
     */
    static <R> Checks<R> on(
            Class<R> response,
            Map<CheckBuilder.CheckType, Function1<R, Validation<?>>> prepared,
            List<CheckBuilder> builders) {
        List<Check<R>> checks = new ArrayList<>();
        for (CheckBuilder builder : builders) {
            Function1<R, Validation<?>> preparer =
                    builder.type() instanceof ResponseCheck own && own.response() == response
                            ? Success::new
                            : prepared.get(builder.type());
            if (preparer == null) {
                throw new IllegalArgumentException("this action's response has nothing for a check of the type "
                        + builder.type() + "; it takes those of " + response.getSimpleName() + " and of the types "
                        + prepared.keySet());
            }
            checks.add(build(builder, preparer));
        }
        return new Checks<>(checks, builders.stream().map(CheckBuilder::type).collect(Collectors.toUnmodifiableSet()));
    }

    /** These, and after them more. */
    static List<CheckBuilder> joined(List<CheckBuilder> checks, List<CheckBuilder> more) {
        return Stream.concat(checks.stream(), more.stream()).toList();
    }

    /** Whether there is a check on this. */
    boolean on(CheckBuilder.CheckType type) {
        return types.contains(type);
    }

    boolean isEmpty() {
        return checks.isEmpty();
    }

    Checked check(R response, Session session) {
        Tuple2<Session, Option<Failure>> checked = Check$.MODULE$.check(response, session, checks);
        Option<Failure> failure = checked._2();
        return new Checked(checked._1(), failure.isDefined() ? failure.get().message() : null);
    }

    /** The builder's own types are not known here; that they fit its preparer is what its type promises. */
    @SuppressWarnings("unchecked")
    private static <R> Check<R> build(CheckBuilder builder, Function1<R, Validation<?>> preparer) {
        io.gatling.core.check.CheckBuilder<Object, Object> scala =
                (io.gatling.core.check.CheckBuilder<Object, Object>) builder.asScala();
        return scala.build(new Materializer<>((Function1<R, Validation<Object>>) (Function1<R, ?>) preparer));
    }

    private static final class Materializer<R> extends CheckMaterializer<Object, Check<R>, R, Object> {

        private final Function1<R, Validation<Object>> preparer;

        private Materializer(Function1<R, Validation<Object>> preparer) {
            super(check -> check);
            this.preparer = preparer;
        }

        @Override
        public Function1<R, Validation<Object>> preparer() {
            return preparer;
        }
    }
}
