package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.arrival.Answer;
import io.plumbline.arrival.ArrivalSource;
import io.plumbline.arrival.BlockCount;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.arrival.Row;
import io.plumbline.arrival.Sealed;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Verdict;
import io.plumbline.run.VirtualRun.Outcome;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import io.plumbline.trace.TraceIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A measurement that is broken on purpose is found out, by the run itself or by the truth. */
class SabotageTest {

    private static final int RECORDS = 200;
    private static final Duration LOAD = Duration.ofSeconds(10);
    private static final TraceIds IDS = new TraceIds("run-abcd", 0);

    static IntStream fiftySeeds() {
        return IntStream.rangeClosed(1, 50);
    }

    @ParameterizedTest
    @MethodSource("fiftySeeds")
    void everyControlOfACleanRunIsNoticed(int seed) {
        RunRecord run = run(seed, UnaryOperator.identity()).run();

        assertThat(run.verdict()).isEqualTo(Verdict.PASS);
        assertThat(run.controls())
                .containsExactly(
                        new RunRecord.Control("withheld", 2, 2, true, ""),
                        new RunRecord.Control("doubled", 2, 2, true, ""),
                        new RunRecord.Control("altered", 2, 2, true, ""));
    }

    @Test
    void aPollerThatAlwaysSeesNothing() {
        assertInvalid(
                table -> new PassingTable(table) {
                    @Override
                    public Answer<Row> rows(OptionalLong from) throws QueryFailure {
                        return PassingTable.with(super.rows(from), List.of());
                    }

                    @Override
                    public Answer<Row> rowsOf(List<String> ids) throws QueryFailure {
                        return PassingTable.with(super.rowsOf(ids), List.of());
                    }
                },
                "none saw any of the 200 records that the audit found");
    }

    @Test
    void aPollerThatAlwaysSeesEverything() {
        List<Row> everything = LongStream.range(0, RECORDS)
                .boxed()
                .flatMap(number -> List.of(IDS.load(number), IDS.control(number % 6)).stream())
                .map(id -> new Row(id, Stamps.none(), "49"))
                .toList();

        assertInvalid(
                table -> new PassingTable(table) {
                    @Override
                    public Answer<Row> rows(OptionalLong from) throws QueryFailure {
                        return PassingTable.with(super.rows(from), everything);
                    }
                },
                "did not notice that a record was withheld");
    }

    @Test
    void aPollerThatSeesWhatIsNotThere() {
        List<Row> one = List.of(new Row(IDS.load(7), Stamps.none(), "49"));

        Outcome outcome = new VirtualRun(Map.of("local.faults.drop.ordinals", "8"), table -> new PassingTable(table) {
                    @Override
                    public Answer<Row> rows(OptionalLong from) throws QueryFailure {
                        Answer<Row> answer = super.rows(from);
                        return answer.rows().isEmpty() ? answer : with(answer, one);
                    }
                })
                .run(RECORDS, LOAD);

        assertThat(outcome.run().verdict()).isEqualTo(Verdict.INVALID);
        assertThat(outcome.run().reasons().toString())
                .contains("the table answers without 1 record that the polls had found in it");
    }

    @Test
    void anAuditThatFindsNothing() {
        assertInvalid(
                table -> new PassingTable(table) {
                    @Override
                    public Answer<BlockCount> countByBlock(int blockLength) throws QueryFailure {
                        return PassingTable.with(super.countByBlock(blockLength), List.of());
                    }
                },
                "the table answers without 200 records that the polls had found in it");
    }

    @Test
    void anAuditThatIsSkipped() {
        assertInvalid(
                table -> new PassingTable(table) {
                    @Override
                    public Answer<BlockCount> countByBlock(int blockLength) throws QueryFailure {
                        throw new QueryFailure("skipped", null);
                    }
                },
                "the table could not be audited: skipped");
    }

    @Test
    void aDuplicateCounterThatDropsThem() {
        assertInvalid(
                table -> new PassingTable(table) {
                    @Override
                    public Answer<Row> rowsBetween(String firstId, String lastId) throws QueryFailure {
                        Answer<Row> answer = super.rowsBetween(firstId, lastId);
                        List<Row> once = new ArrayList<>();
                        answer.rows().stream()
                                .filter(row -> once.stream()
                                        .noneMatch(other -> other.traceId().equals(row.traceId())))
                                .forEach(once::add);
                        return PassingTable.with(answer, once);
                    }
                },
                "did not notice that a record was doubled");
    }

    @Test
    void aDigestCheckThatFlagsNothing() {
        assertInvalid(
                table -> new PassingTable(table) {
                    @Override
                    public Answer<Sealed> suspects(String firstId, String lastId) throws QueryFailure {
                        return PassingTable.with(super.suspects(firstId, lastId), List.of());
                    }
                },
                "did not notice that a record was altered");
    }

    @Test
    void lateCountedAsOnTimeIsNotTheTruth() {
        Outcome outcome = new VirtualRun(
                        Map.of("local.faults.late.ordinals", "8,9", "local.faults.late.delay", "10s"),
                        table -> new PassingTable(table) {
                            @Override
                            public Answer<Row> rows(OptionalLong from) throws QueryFailure {
                                Answer<Row> answer = super.rows(from);
                                return new Answer<>(
                                        answer.rows().stream()
                                                .map(row -> new Row(
                                                        row.traceId(),
                                                        row.stamps().with(Stamp.INSERTED, 0),
                                                        row.sequenceNumber()))
                                                .toList(),
                                        answer.sentMicros() - 8_000_000,
                                        answer.receivedMicros() - 8_000_000,
                                        0);
                            }
                        })
                .run(RECORDS, LOAD);

        assertThat(outcome.truth().path("counts").path("late").asLong()).isEqualTo(2);
        assertThat(outcome.run().counts().late()).isNotEqualTo(2);
    }

    private static void assertInvalid(UnaryOperator<ArrivalSource> sabotage, String reason) {
        RunRecord run = run(1, sabotage).run();

        assertThat(run.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(run.reasons()).anyMatch(why -> why.contains(reason));
    }

    private static Outcome run(int seed, UnaryOperator<ArrivalSource> between) {
        return new VirtualRun(FaultMatrixTest.settings(List.of(), "0", seed), between).run(RECORDS, LOAD);
    }
}
