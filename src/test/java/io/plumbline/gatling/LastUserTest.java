package io.plumbline.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.rampConcurrentUsers;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.core.controller.inject.InjectionProfile;
import io.gatling.core.controller.inject.closed.ClosedInjectionProfile;
import io.gatling.core.controller.inject.open.OpenInjectionProfile;
import io.gatling.javaapi.core.ClosedInjectionStep;
import io.gatling.javaapi.core.OpenInjectionStep;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class LastUserTest {

    @Test
    void followsARampToNone() {
        ClosedInjectionStep up = rampConcurrentUsers(0).to(5).during(1);
        ClosedInjectionStep down = rampConcurrentUsers(5).to(0).during(2);

        assertThat(LastUser.atTheEndOf(closed(up, down)))
                .hasToString(
                        closed(up, down, constantConcurrentUsers(1).during(1)).toString());
    }

    @Test
    void isThereAnywayWhereTheLoadEndsWithUsers() {
        InjectionProfile load = closed(
                rampConcurrentUsers(5).to(0).during(1),
                constantConcurrentUsers(5).during(1));

        assertThat(LastUser.atTheEndOf(load)).isSameAs(load);
    }

    @Test
    void isNeededInNoOpenLoad() {
        OpenInjectionStep none = constantUsersPerSec(0).during(1);
        InjectionProfile load = new OpenInjectionProfile(
                CollectionConverters.asScala(List.of(none.asScala())).toList());

        assertThat(LastUser.atTheEndOf(load)).isSameAs(load);
    }

    private static InjectionProfile closed(ClosedInjectionStep... steps) {
        return new ClosedInjectionProfile(CollectionConverters.asScala(
                        Arrays.stream(steps).map(ClosedInjectionStep::asScala).toList())
                .toList());
    }
}
