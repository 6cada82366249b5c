package io.plumbline.capacity;

import static io.plumbline.capacity.Observations.achieving;
import static io.plumbline.capacity.Observations.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.capacity.Capacity.AtLeast;
import io.plumbline.capacity.Capacity.Because;
import io.plumbline.capacity.Capacity.Below;
import io.plumbline.capacity.Capacity.Between;
import io.plumbline.capacity.Capacity.NotKnown;
import io.plumbline.capacity.CapacityResult.End;
import io.plumbline.capacity.Instruction.Done;
import io.plumbline.capacity.Instruction.Drain;
import io.plumbline.capacity.Instruction.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CapacitySearchTest {

    private static final Duration STEP = Duration.ofSeconds(10);

    private static SearchSettings settings(double start, double floor, double ceiling) {
        return settings(start, floor, ceiling, 40, Duration.ofHours(2));
    }

    private static SearchSettings settings(double start, double floor, double ceiling, int maxSteps, Duration maxTime) {
        return new SearchSettings(
                start,
                1.5,
                floor,
                ceiling,
                0.05,
                Duration.ofSeconds(2),
                STEP,
                Duration.ofSeconds(40),
                Duration.ofSeconds(60),
                maxSteps,
                maxTime);
    }

    /** A load whose steps take as long as they may at the least, and whose drains take 5 s. */
    private static final class Load {
        private long now;
        private final Function<Double, StepObservation> pipeline;

        Load(Function<Double, StepObservation> pipeline) {
            this.pipeline = pipeline;
        }

        static Load sustaining(double capacity) {
            return new Load(rate -> step(rate, 0, 10, rate <= capacity ? 0 : 0.2));
        }

        CapacityResult searched(SearchSettings settings) {
            CapacitySearch search = CapacitySearch.start(settings, StepJudge.CAREFUL, now);
            while (true) {
                Instruction next = search.next();
                if (next instanceof Done done) {
                    return done.result();
                }
                search = next instanceof Step due ? search.after(made(due)) : search.after(drained(0, 0));
            }
        }

        StepObservation made(Step due) {
            StepObservation seen = pipeline.apply(due.rate());
            long from = now + due.warmUp().toNanos() / 1_000;
            now = from + seen.toMicros() - seen.fromMicros();
            return new StepObservation(
                    seen.rate(),
                    from,
                    now,
                    new Backlog(seen.backlog().samples().stream()
                            .map(sample -> new Backlog.Sample(sample.atMicros() + from, sample.records()))
                            .toList()),
                    seen.achievedRate(),
                    seen.throttled(),
                    seen.lost(),
                    seen.generatorFaults(),
                    seen.objectives(),
                    seen.stages());
        }

        Drained drained(long backlog, long lost) {
            now += 5_000_000;
            return new Drained(now, backlog, lost);
        }
    }

    private static List<Double> rates(CapacityResult result) {
        return result.steps().stream().map(JudgedStep::rate).toList();
    }

    @Test
    void itGoesUpUntilAStepFailsHalvesTheBracketAndConfirmsBothEnds() {
        CapacityResult result = Load.sustaining(1_000).searched(settings(500, 10, 10_000));

        assertThat(rates(result)).containsExactly(500.0, 750.0, 1125.0, 937.5, 1031.25, 984.375, 984.375, 1031.25);
        assertThat(result.capacity()).isEqualTo(new Between(984.375, 1031.25, true, Limit.NOT_TOLD, true));
        assertThat(result.end()).isEqualTo(End.FOUND);
        assertThat(result.took()).isEqualTo(Duration.ofSeconds(8 * (2 + 10 + 5)));
        assertThat(result.sentence())
                .isEqualTo(
                        "the pipeline sustains 984.4 records/s and not 1,031.3 records/s; what limits it cannot be told");
    }

    @Test
    void whatFailedByADisturbanceThatComesOnceHasASecondChance() {
        AtomicInteger tried = new AtomicInteger();
        Load disturbed = new Load(rate -> {
            boolean once = tried.incrementAndGet() == 2;
            return step(rate, 0, 10, rate <= 1_000 && !once ? 0 : 0.2);
        });

        CapacityResult result = disturbed.searched(settings(500, 10, 10_000));

        assertThat(result.steps().get(1).rate()).isEqualTo(750);
        assertThat(result.steps().get(1).passed()).isFalse();
        assertThat(result.capacity()).isInstanceOfSatisfying(Between.class, found -> {
            assertThat(found.lastPass()).isBetween(1_000 / 1.05, 1_000.0);
            assertThat(found.firstFail()).isBetween(1_000.0, 1_000 * 1.05);
            assertThat(found.confirmed()).isTrue();
        });
    }

    @Test
    void itGoesDownIfTheFirstStepFails() {
        CapacityResult result = Load.sustaining(1_000).searched(settings(2_000, 10, 10_000));

        assertThat(rates(result)).startsWith(2_000.0, 2_000 / 1.5, 2_000 / 1.5 / 1.5);
        assertThat(result.capacity()).isInstanceOf(Between.class);
    }

    @Test
    void itEndsAtTheFloor() {
        CapacityResult result = Load.sustaining(50).searched(settings(200, 100, 10_000));

        assertThat(rates(result)).containsExactly(200.0, 200 / 1.5, 100.0);
        assertThat(result.capacity()).isEqualTo(new Below(100, true, Limit.NOT_TOLD));
        assertThat(result.sentence())
                .startsWith("the pipeline does not sustain 100.0 records/s, the lowest rate that was tried");
    }

    @Test
    void itEndsAtTheCeilingOnceThatIsConfirmed() {
        CapacityResult result = Load.sustaining(5_000).searched(settings(600, 10, 1_000));

        assertThat(rates(result)).containsExactly(600.0, 900.0, 1_000.0, 1_000.0);
        assertThat(result.capacity()).isEqualTo(new AtLeast(1_000, true, Because.CEILING));
        assertThat(result.sentence()).isEqualTo("the pipeline sustains at least 1,000.0 records/s; no more is allowed");
    }

    @Test
    void aGeneratorThatCannotDoMoreIsNoLimitOfThePipeline() {
        Load limited = new Load(rate -> achieving(step(rate, 0, 10, 0), Math.min(rate, 1_000)));

        CapacityResult result = limited.searched(settings(500, 10, 10_000));

        assertThat(result.capacity()).isInstanceOfSatisfying(AtLeast.class, least -> {
            assertThat(least.because()).isEqualTo(Because.GENERATOR);
            assertThat(least.lastPass()).isCloseTo(1_000, within(50.0));
        });
        assertThat(result.sentence()).endsWith("the generator cannot do more");
    }

    @Test
    void aGeneratorThatMakesNoLoadAtAllLeavesTheCapacityUnknown() {
        Load none = new Load(rate -> achieving(step(rate, 0, 10, 0), 0));

        CapacityResult result = none.searched(settings(500, 400, 10_000));

        assertThat(result.capacity()).isInstanceOf(NotKnown.class);
        assertThat(result.sentence())
                .isEqualTo("the pipeline is not known: the generator did not make the load, down to 400.0 records/s");
    }

    @Test
    void whatTheGeneratorDidNotSendIsTriedOnceMore() {
        int[] steps = {0};
        Load paused = new Load(rate -> {
            StepObservation step = step(rate, 0, 10, rate <= 1_000 ? 0 : 0.2);
            return steps[0]++ == 1 ? achieving(step, 0) : step;
        });

        CapacityResult result = paused.searched(settings(500, 10, 10_000));

        assertThat(rates(result)).startsWith(500.0, 750.0, 750.0, 1125.0);
        assertThat(result.capacity()).isEqualTo(new Between(984.375, 1031.25, true, Limit.NOT_TOLD, true));
    }

    @Test
    void anUnconfirmedPassHasFailedAndTheSearchGoesOnBelow() {
        int[] at984 = {0};
        Load flaky = new Load(rate -> step(rate, 0, 10, rate <= 960 || rate < 1_000 && at984[0]++ == 0 ? 0 : 0.2));

        CapacityResult result = flaky.searched(settings(500, 10, 10_000));

        assertThat(result.capacity()).isInstanceOfSatisfying(Between.class, found -> {
            assertThat(found.lastPass()).isLessThanOrEqualTo(960);
            assertThat(found.firstFail()).isEqualTo(984.375);
            assertThat(found.confirmed()).isTrue();
        });
    }

    @Test
    void theLimitIsThatOfTheLowestFailureThatTells() {
        Load pipeline = new Load(rate -> rate > 1_200
                ? Observations.throttled(step(rate, 0, 10, 0), 5)
                : step(rate, 0, 10, rate <= 1_000 ? 0 : 0.2));

        CapacityResult result = pipeline.searched(settings(900, 10, 10_000));

        assertThat(result.capacity()).isInstanceOfSatisfying(Between.class, found -> assertThat(found.limitedBy())
                .isEqualTo(Limit.SHARD));
    }

    @Test
    void theBudgetOfStepsLeavesTheBracketSoFar() {
        CapacityResult result = Load.sustaining(1_000).searched(settings(500, 10, 10_000, 4, Duration.ofHours(2)));

        assertThat(result.capacity()).isEqualTo(new Between(937.5, 1125, true, Limit.NOT_TOLD, false));
        assertThat(result.end()).isEqualTo(End.STEPS);
        assertThat(result.sentence())
                .contains("937.5 records/s (not confirmed)")
                .endsWith("; the search had no steps left before it was sure");
    }

    @Test
    void theBudgetOfTimeLeavesWhatIsKnownSoFar() {
        CapacityResult result = Load.sustaining(1_000).searched(settings(500, 10, 10_000, 40, Duration.ofSeconds(40)));

        assertThat(result.capacity()).isEqualTo(new AtLeast(750, false, Because.STOPPED));
        assertThat(result.end()).isEqualTo(End.TIME);
        assertThat(result.took()).isLessThanOrEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void aStepIsNotExtendedBeyondTheBudget() {
        CapacitySearch search =
                CapacitySearch.start(settings(500, 10, 10_000, 40, Duration.ofSeconds(30)), StepJudge.CAREFUL, 0);

        assertThat(search.next()).isEqualTo(new Step(500, Duration.ofSeconds(2), STEP, Duration.ofSeconds(28)));
    }

    @Test
    void anUndecidedStepIsTwiceAsLongUpToTheLongest() {
        Step step = new Step(500, Duration.ofSeconds(2), STEP, Duration.ofSeconds(35));

        assertThat(step.extended(STEP)).isEqualTo(Duration.ofSeconds(20));
        assertThat(step.extended(Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(35));
        assertThat(step.extended(Duration.ofSeconds(35))).isEqualTo(Duration.ofSeconds(35));
    }

    @Test
    void whatStaysUndecidedIsNoPassAndSaidToBeUndecided() {
        Load shy = new Load(rate -> rate <= 1_000 ? step(rate, 0, 10, 0) : step(rate, 0, 3, 0));

        CapacityResult result = shy.searched(settings(500, 10, 10_000));

        assertThat(result.capacity()).isEqualTo(new Between(984.375, 1031.25, false, Limit.NOT_TOLD, true));
        assertThat(result.sentence()).contains("and it could not be told whether it sustains 1,031.3 records/s");
    }

    @Test
    void eachStepIsDrained() {
        Load load = Load.sustaining(1_000);
        CapacitySearch search = CapacitySearch.start(settings(500, 10, 10_000), StepJudge.CAREFUL, 0);

        CapacitySearch made = search.after(load.made((Step) search.next()));

        assertThat(made.next()).isEqualTo(new Drain(0, Duration.ofSeconds(60)));
    }

    @Test
    void aBacklogThatDoesNotComeBackEndsTheSearch() {
        Load load = Load.sustaining(1_000);
        CapacitySearch search = CapacitySearch.start(settings(500, 10, 10_000), StepJudge.CAREFUL, 0);
        search = search.after(load.made((Step) search.next())).after(load.drained(7, 0));

        assertThat(search.next()).isInstanceOfSatisfying(Done.class, done -> {
            assertThat(done.result().end()).isEqualTo(End.NOT_DRAINED);
            assertThat(done.result().capacity()).isEqualTo(new AtLeast(500, false, Because.STOPPED));
        });
    }

    @Test
    void recordsThatTheDrainDoesNotFindFailTheStep() {
        Load load = Load.sustaining(1_000);
        CapacitySearch search = CapacitySearch.start(settings(500, 10, 10_000), StepJudge.CAREFUL, 0);
        search = search.after(load.made((Step) search.next())).after(load.drained(0, 1));

        assertThat(search.steps().get(0).verdict().reasons()).startsWith("1 record did not arrive");
        assertThat(search.next()).isInstanceOfSatisfying(Step.class, step -> assertThat(step.rate())
                .isEqualTo(500 / 1.5));
    }

    @Test
    void whatWasNotDueIsRefused() {
        CapacitySearch search = CapacitySearch.start(settings(500, 10, 10_000), StepJudge.CAREFUL, 0);

        assertThatIllegalStateException().isThrownBy(() -> search.after(step(501, 0, 10, 0)));
        assertThatIllegalStateException().isThrownBy(() -> search.after(new Drained(0, 0, 0)));
    }

    @Test
    void settingsThatNoSearchCanGoByAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(500, 10, 400))
                .withMessageContaining("floor 10.0 <= start 500.0 <= ceiling 400.0");
    }

    @Property(tries = 100)
    void ofAPipelineWithOneLimitTheBracketHasIt(
            @ForAll @DoubleRange(min = 20, max = 50_000) double capacity,
            @ForAll @DoubleRange(min = 20, max = 50_000) double start) {
        CapacityResult result = Load.sustaining(capacity).searched(settings(start, 10, 100_000));

        assertThat(result.end()).isEqualTo(End.FOUND);
        assertThat(result.capacity()).isInstanceOfSatisfying(Between.class, found -> {
            assertThat(capacity).isGreaterThanOrEqualTo(found.lastPass()).isLessThan(found.firstFail());
            assertThat(found.firstFail()).isLessThanOrEqualTo(found.lastPass() * 1.05);
            assertThat(found.confirmed()).isTrue();
        });
    }

    /** Whatever the steps say: it ends, keeps to its limits, and what is known for sure only grows narrower. */
    @Property(tries = 100)
    void ofAnyPipelineItEndsWithinItsLimits(@ForAll @LongRange(min = 0) long seed) {
        Random random = new Random(seed);
        Load erratic = new Load(rate -> random.nextInt(4) == 0
                ? achieving(step(rate, 0, 10, 0), 0)
                : step(rate, 0, random.nextInt(6) == 0 ? 3 : 10, random.nextBoolean() ? 0 : 0.2));

        CapacityResult result = erratic.searched(settings(500, 100, 3_000, 25, Duration.ofMinutes(5)));

        assertThat(result.steps()).hasSizeBetween(1, 25);
        assertThat(rates(result)).allSatisfy(rate -> assertThat(rate).isBetween(100.0, 3_000.0));
        assertThat(result.took()).isLessThan(Duration.ofMinutes(6));
        List<Double> failed = new ArrayList<>();
        for (JudgedStep made : result.steps()) {
            // Nothing is tried above what failed, until that has passed after all.
            assertThat(failed).allSatisfy(rate -> assertThat(made.rate()).isLessThanOrEqualTo(rate));
            if (made.passed()) {
                failed.remove(made.rate());
            } else if (made.limit() != Limit.GENERATOR) {
                failed.add(made.rate());
            }
            assertThat(failed).filteredOn(rate -> rate == made.rate()).hasSizeLessThanOrEqualTo(2);
        }
    }
}
