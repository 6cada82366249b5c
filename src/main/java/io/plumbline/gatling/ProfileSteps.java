package io.plumbline.gatling;

import io.gatling.core.controller.inject.InjectionProfile;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.List;

/** The steps of an injection profile, which Gatling keeps to itself. */
final class ProfileSteps {

    private ProfileSteps() {}

    /**
     * Null where it is not as in the version that this was made for.
     *
     * @param <S> the type of the profile's steps
     */
    @SuppressWarnings("unchecked")
    static <S> @Nullable List<S> of(InjectionProfile profile) {
        try {
            Field steps = profile.getClass().getDeclaredField("steps");
            steps.setAccessible(true);
            return (List<S>) steps.get(profile);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
