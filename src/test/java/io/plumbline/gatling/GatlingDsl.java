package io.plumbline.gatling;

import io.gatling.core.Predef$;
import io.gatling.core.config.GatlingConfiguration;
import scala.collection.immutable.Nil$;

/** Gatling's own words work only where Gatling has been configured. */
public final class GatlingDsl {

    private GatlingDsl() {}

    @SuppressWarnings("unchecked")
    public static void configure() {
        Predef$.MODULE$._configuration_$eq(
                GatlingConfiguration.loadForTest((scala.collection.immutable.Seq<scala.Tuple2<String, ?>>)
                        (scala.collection.immutable.Seq<?>) Nil$.MODULE$));
    }
}
