package io.plumbline.gatling;

/** Gatling's own words work only where Gatling has been configured. */
public final class GatlingDsl {

    private GatlingDsl() {}

    public static void configure() {
        CanaryBody.configureGatling();
    }
}
