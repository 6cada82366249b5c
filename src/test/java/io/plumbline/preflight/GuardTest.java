package io.plumbline.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.TestSettings;
import io.plumbline.preflight.Guard.Decision;
import io.plumbline.settings.GuardSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule by itself: what it refuses, what it says, and how it is overridden on purpose. */
class GuardTest {

    private static final Map<String, String> TAGS = Map.of("loadtest", "allowed");
    private static final ForeignRows NONE = new ForeignRows.Counted(0);
    private static final Resource STREAM = stream("orders", TAGS, Optional.empty());
    private static final Resource FUNCTION =
            new Resource(Resource.Kind.FUNCTION, "enrich:7", "123456789012", TAGS, Optional.empty());
    private static final Resource TABLE = table("acme-test.events.log_records", TAGS);
    private static final Reach ALL = reach(STREAM, FUNCTION, TABLE);

    private final TestSettings given = TestSettings.forPipeline(uri("127.0.0.1:1"), uri("127.0.0.1:2"))
            .with("plumbline.guard.accounts", "123456789012")
            .with("plumbline.guard.projects", "acme-test")
            .with("plumbline.guard.confirm", "123456789012/orders/acme-test.events.log_records");

    @Test
    void whatIsAllowedAndConfirmedMayGo() {
        assertThat(decide(ALL)).isEqualTo(new Decision(List.of(), List.of()));
    }

    @Test
    void allThatIsRefusedIsToldTogether() {
        given.with("plumbline.guard.accounts", "")
                .with("plumbline.guard.projects", "")
                .with("plumbline.guard.confirm", "")
                .with("plumbline.guard.tag", "team=data")
                .with("plumbline.guard.deny", "orders");

        assertThat(decide(
                                ALL,
                                new LoadPlan(OptionalLong.of(2_000_000), Optional.empty(), OptionalDouble.empty()),
                                new ForeignRows.Counted(3))
                        .refusals())
                .extracting(refusal -> refusal.substring(0, refusal.indexOf(": ")))
                .containsExactly(
                        "plumbline.guard.accounts",
                        "plumbline.guard.accounts",
                        "plumbline.guard.projects",
                        "plumbline.guard.tag",
                        "plumbline.guard.tag",
                        "plumbline.guard.tag",
                        "plumbline.guard.deny",
                        "plumbline.guard.foreignTraffic",
                        "plumbline.guard.maxRecords",
                        "plumbline.guard.confirm");
    }

    @Test
    void ofAnAccountOnlyTheLastDigitsAreSaid() {
        given.with("plumbline.guard.accounts", "").with("plumbline.guard.confirm", "");

        assertThat(decide(ALL).refusals())
                .hasSize(3)
                .allSatisfy(refusal -> assertThat(refusal).contains("…9012").doesNotContain("123456789012"));
    }

    @Test
    void anAccountHasToBeOnTheList() {
        given.with("plumbline.guard.accounts", "");
        assertThat(decide(reach(STREAM, null, TABLE)).refusals())
                .containsExactly("plumbline.guard.accounts: the AWS account of stream orders, …9012, is not on the"
                        + " list: it is empty; to let loads go there, add its twelve digits");

        given.with("plumbline.guard.accounts", "000000000001, 000000000002");
        assertThat(decide(reach(STREAM, null, TABLE)).refusals())
                .singleElement()
                .asString()
                .endsWith("is not on the list; to let loads go there, add its twelve digits");

        given.with("plumbline.guard.accounts", "000000000001, 123456789012");
        assertThat(decide(reach(STREAM, null, TABLE)).refusals()).isEmpty();
    }

    @Test
    void aFunctionsAccountHasToBeOnTheListToo() {
        Resource elsewhere = new Resource(Resource.Kind.FUNCTION, "enrich", "999999999999", TAGS, Optional.empty());

        assertThat(decide(reach(STREAM, elsewhere, TABLE)).refusals())
                .singleElement()
                .asString()
                .startsWith("plumbline.guard.accounts: the AWS account of function enrich");
    }

    @Test
    void aProjectHasToBeOnTheListAlsoTheOneThatPays() {
        Reach paidByOthers =
                new Reach(Optional.of(STREAM), Optional.empty(), Optional.of(TABLE), Optional.of("acme-billing"));

        assertThat(decide(paidByOthers).refusals())
                .containsExactly("plumbline.guard.projects: the Google project of the look for arrivals is"
                        + " not on the list; to let loads go there, set it to \"acme-test, acme-billing\"");
        given.with("plumbline.guard.projects", "acme-billing,acme-test");
        assertThat(decide(paidByOthers).refusals()).isEmpty();
    }

    @Test
    void whatHasNoTagIsNamedToGoWithout() {
        Reach untagged = reach(
                stream("orders", Map.of("team", "data"), Optional.empty()),
                null,
                table("acme-test.events.log_records", Map.of("loadtest", "forbidden")));

        assertThat(decide(untagged).refusals())
                .containsExactly(
                        "plumbline.guard.tag: stream orders has no tag loadtest; give it the tag loadtest=allowed, or name"
                                + " orders in plumbline.guard.untagged",
                        "plumbline.guard.tag: table acme-test.events.log_records has the label loadtest=forbidden; give it the"
                                + " label loadtest=allowed, or name acme-test.events.log_records in plumbline.guard.untagged");
        given.with("plumbline.guard.untagged", "orders");
        assertThat(decide(untagged).refusals()).hasSize(1);
        given.with("plumbline.guard.untagged", "orders, acme-test.events.log_records");
        assertThat(decide(untagged).refusals()).isEmpty();
    }

    @Test
    void tagsThatCannotBeReadAreNone() {
        Reach unread = reach(stream("orders", Map.of(), Optional.of("not authorized")), null, TABLE);

        assertThat(decide(unread).refusals())
                .containsExactly(
                        "plumbline.guard.tag: whether stream orders has the tag loadtest=allowed could not be read:"
                                + " not authorized; allow kinesis:ListTagsForStream, or name orders in plumbline.guard.untagged");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders-prod",
                "prod",
                "PROD_orders",
                "orders.prd",
                "live2",
                "ordersProd",
                "OrdersLIVEEvents",
                "orders-Production-1"
            })
    void aNameWithADeniedWordIsRefusedUnlessItIsExcepted(String name) {
        Reach denied = reach(stream(name, TAGS, Optional.empty()), null, TABLE);
        given.with("plumbline.guard.confirm", "123456789012/" + name + "/acme-test.events.log_records");

        assertThat(decide(denied).refusals())
                .singleElement()
                .asString()
                .startsWith("plumbline.guard.deny: stream " + name + " has \"")
                .endsWith("name " + name + " in plumbline.guard.denyExcept");
        given.with("plumbline.guard.denyExcept", name);
        assertThat(decide(denied).refusals()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"delivery", "product-events", "orders-reproduce", "alive", "olives", "productionise"})
    void aWordWithinALetteredWordIsNone(String name) {
        given.with("plumbline.guard.confirm", "123456789012/" + name + "/acme-test.events.log_records");

        assertThat(decide(reach(stream(name, TAGS, Optional.empty()), null, TABLE))
                        .refusals())
                .isEmpty();
    }

    @Test
    void aliasesDatasetsAndProjectsHaveNamesToo() {
        Resource alias = new Resource(Resource.Kind.FUNCTION, "enrich:live", "123456789012", TAGS, Optional.empty());
        given.with("plumbline.guard.projects", "acme-prod")
                .with("plumbline.guard.confirm", "123456789012/orders/acme-prod.events.log_records");

        assertThat(decide(reach(STREAM, alias, table("acme-prod.events.log_records", TAGS)))
                        .refusals())
                .extracting(refusal -> refusal.substring(0, refusal.indexOf(" in its name")))
                .containsExactly(
                        "plumbline.guard.deny: function enrich:live has \"live\"",
                        "plumbline.guard.deny: table acme-prod.events.log_records has \"prod\"");
    }

    @Test
    void rowsOfOthersAreRefusedFailedLooksTooAndNoLookIsSaid() {
        assertThat(decide(ALL, LoadPlan.UNKNOWN, new ForeignRows.Counted(1_234)).refusals())
                .containsExactly(
                        "plumbline.guard.foreignTraffic: 1,234 rows that are not this run's came into the table in the"
                                + " last 2 min; wait if they are an earlier run's, otherwise use another table, or set it to allow");
        assertThat(decide(ALL, LoadPlan.UNKNOWN, new ForeignRows.Failed("bytesBilledLimitExceeded"))
                        .refusals())
                .containsExactly(
                        "plumbline.guard.foreignTraffic: whether others write into the table could not be looked at:"
                                + " bytesBilledLimitExceeded; mend that, or set it to allow");
        assertThat(decide(ALL, LoadPlan.UNKNOWN, new ForeignRows.NotLooked("no stamp")))
                .isEqualTo(new Decision(List.of(), List.of("foreign traffic was not checked: no stamp")));
    }

    @Test
    void aLoadThatIsPlannedBeyondACapIsRefused() {
        LoadPlan plan = new LoadPlan(
                OptionalLong.of(1_000_001), Optional.of(Duration.ofSeconds(3_630)), OptionalDouble.of(1_000.5));

        assertThat(decide(ALL, plan, NONE).refusals())
                .containsExactly(
                        "plumbline.guard.maxRate: the load has up to 1,000.5 users a second, at the most 1,000.0 may be",
                        "plumbline.guard.maxRecords: the load has 1,000,001 users, at the most 1,000,000 records may be",
                        "plumbline.guard.maxDuration: the load takes 3630 s, at the most 60 min may be");
        given.with("plumbline.guard.maxRate", "1001")
                .with("plumbline.guard.maxRecords", "1000001")
                .with("plumbline.guard.maxDuration", "3630 s");
        assertThat(decide(ALL, plan, NONE).refusals()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, true, 123456789012/orders/acme-test.events.log_records",
        "true, false, false, 123456789012/orders/-",
        "false, true, false, 123456789012/enrich:7/-",
        "false, true, true, 123456789012/enrich:7/acme-test.events.log_records",
        "false, false, true, -/-/acme-test.events.log_records"
    })
    void theTargetIsConfirmedAsItIs(boolean stream, boolean function, boolean table, String target) {
        Reach reach = reach(stream ? STREAM : null, function ? FUNCTION : null, table ? TABLE : null);
        given.with("plumbline.guard.confirm", "");
        assertThat(decide(reach).refusals())
                .containsExactly("plumbline.guard.confirm: the target was not confirmed; if it is what you mean, set"
                        + " PLUMBLINE_CONFIRM='" + target.replace("12345678", "…") + "'"
                        + (target.startsWith("-") ? "" : ", with all twelve digits of the account"));

        given.with("plumbline.guard.confirm", "123456789012/others/acme-test.events.log_records");
        assertThat(decide(reach).refusals()).hasSize(1);

        given.with("plumbline.guard.confirm", "123456789012/others/acme-test.events.log_records, " + target);
        assertThat(decide(reach).refusals()).isEmpty();
    }

    @Test
    void aTableThatOnlyAnActionNamesNeedsAnAllowedProjectAndNoDeniedWord() {
        GuardSettings settings = given.settings().guard();

        assertThat(Guard.elsewhere(settings, "acme-test", "acme-test.events.others"))
                .isEmpty();
        assertThat(Guard.elsewhere(settings, "acme", "acme.events.prod")).hasValueSatisfying(why -> assertThat(why)
                .contains(
                        "the Google project of table acme.events.prod",
                        "plumbline.guard.deny: table acme.events.prod"));
    }

    @ParameterizedTest
    @CsvSource({
        "remote, http://127.0.0.1:4566, false",
        "remote, http://localhost:4566, false",
        "remote, http://[::1]:4566, false",
        "remote, http://127.evil.example:4566, true",
        "remote, https://kinesis.eu-central-1.amazonaws.com, true",
        "remote, , true",
        "always, http://127.0.0.1:4566, true"
    })
    void itAppliesToWhatIsNotOnThisMachineOrAlways(String applies, String endpoint, boolean expected) {
        given.with("plumbline.guard.applies", applies);

        assertThat(given.settings()
                        .guard()
                        .appliesTo(Optional.ofNullable(endpoint).map(URI::create)))
                .isEqualTo(expected);
    }

    private Decision decide(Reach reach) {
        return decide(reach, LoadPlan.UNKNOWN, NONE);
    }

    private Decision decide(Reach reach, LoadPlan plan, ForeignRows foreign) {
        return Guard.decide(given.settings().guard(), reach, plan, foreign);
    }

    private static Reach reach(Resource stream, Resource function, Resource table) {
        return new Reach(
                Optional.ofNullable(stream),
                Optional.ofNullable(function),
                Optional.ofNullable(table),
                Optional.empty());
    }

    private static Resource stream(String name, Map<String, String> tags, Optional<String> unread) {
        return new Resource(Resource.Kind.STREAM, name, "123456789012", tags, unread);
    }

    private static Resource table(String name, Map<String, String> labels) {
        return new Resource(Resource.Kind.TABLE, name, name.substring(0, name.indexOf('.')), labels, Optional.empty());
    }

    private static URI uri(String authority) {
        return URI.create("http://" + authority);
    }
}
