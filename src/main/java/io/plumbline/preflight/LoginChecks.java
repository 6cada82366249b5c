package io.plumbline.preflight;

import io.plumbline.aws.LoginFacts;
import io.plumbline.bigquery.GoogleLoginFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether credentials last as long as a run. */
final class LoginChecks {

    static final String AWS = "AWS login";
    static final String GOOGLE = "Google login";

    private LoginChecks() {}

    /** The SDK renews what it can, so only what a whole run outlives is worth a word. */
    static Check aws(LoginFacts login, Plan plan, Instant now) {
        Optional<Duration> left = login.expires().map(expires -> Duration.between(now, expires));
        String found = "by " + login.source()
                + left.map(time -> ", for " + time.toMinutes() + " min").orElse(", without an end");
        boolean ends = left.filter(time -> time.compareTo(plan.polling()) < 0).isPresent();
        return ends
                ? Check.warning(
                        AWS,
                        found + ", the run takes " + plan.polling().toMinutes() + " min",
                        "if nothing renews them, get new ones before the run; a role or SSO is renewed")
                : Check.ok(AWS, found);
    }

    static Check google(GoogleLoginFacts login, Plan plan) {
        String found = "by " + login.source();
        return login.renewable()
                ? Check.ok(
                        GOOGLE,
                        found
                                + login.expires()
                                        .map(end -> ", renewed as needed")
                                        .orElse(""))
                : Check.warning(
                        GOOGLE,
                        found + ", which nobody can renew: Google's last an hour, the run takes "
                                + plan.polling().toMinutes() + " min",
                        "use Application Default Credentials: docs/credentials.md");
    }
}
