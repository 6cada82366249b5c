package io.plumbline.run;

import io.plumbline.ledger.Sent;
import io.plumbline.preflight.LoadPlan;
import io.plumbline.result.Distribution;
import io.plumbline.result.RunRecord.Summary;
import io.plumbline.result.StageRecorder;
import io.plumbline.steering.SteeredLoad;
import io.plumbline.steering.Steering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When each user was to begin, where the load is planned that way and each user puts one record. It is dropped, with a
 * reason, as soon as a load turns out to be another one. Users are known by Gatling's numbers, their times are by
 * Gatling's clock, in microseconds. Thread-safe.
 */
public final class Schedule {

    private static final String NOT_ONE_EACH = "it is known only where each user puts exactly one record";

    /** A rate over less than a second says nothing. */
    private static final long SHORTEST_MICROS = 1_000_000;

    /** Users who have been scheduled and did not begin yet, with when they should. */
    private final Map<Long, Long> planned = new ConcurrentHashMap<>();

    /** Users who have begun and not put yet. */
    private final Map<Long, Beginning> begun = new ConcurrentHashMap<>();

    private final StageRecorder lag = new StageRecorder();
    private volatile @Nullable String notKnown;
    private long users;
    private long due;
    private long sent;
    private long firstDue = Long.MAX_VALUE;
    private long lastDue = Long.MIN_VALUE;
    private long lastSent = Long.MIN_VALUE;
    private boolean cutShort;
    private long plannedUsers;
    private Duration longest = Duration.ZERO;
    private final List<DoubleSupplier> rates = new ArrayList<>();

    private @Nullable Steering steering;
    private volatile @Nullable SteeredLoad steeredLoad;

    private record Beginning(long plannedMicros, int lateMicros) {}

    /** One that is not known. */
    public static Schedule notKnown(String why) {
        Schedule schedule = new Schedule();
        schedule.drop(why);
        return schedule;
    }

    /** There is no plan that the load could be compared with. Only the first reason is kept. */
    public synchronized void drop(String why) {
        if (notKnown == null) {
            notKnown = why;
        }
        planned.clear();
        begun.clear();
    }

    /** A load of so many users belongs to it. */
    public synchronized void expect(long moreUsers) {
        users += moreUsers;
    }

    /**
     * A load is planned, whether or not the moments of its users are known.
     *
     * @param rate users a second over ten seconds, at its peak
     */
    public synchronized void plan(long moreUsers, Duration duration, DoubleSupplier rate) {
        plannedUsers += moreUsers;
        longest = longest.compareTo(duration) < 0 ? duration : longest;
        rates.add(rate);
    }

    /** What is planned. Of loads that have no plan nothing is known, so it is the least that there will be. */
    public synchronized LoadPlan plan() {
        return rates.isEmpty()
                ? LoadPlan.UNKNOWN
                : new LoadPlan(
                        OptionalLong.of(plannedUsers),
                        Optional.of(longest),
                        rates.stream().mapToDouble(DoubleSupplier::getAsDouble).max());
    }

    /**
     * The load's rate is decided while it goes on.
     *
     * @throws IllegalStateException if there is another one of that kind already
     */
    public synchronized void steer(Steering how) {
        if (steering != null) {
            throw new IllegalStateException("a run has one load whose rate is decided while it goes on; put others of"
                    + " that kind into simulations of their own");
        }
        steering = how;
    }

    /** What the load is for whose rate is decided while it goes on; empty where none is. */
    public synchronized Optional<Steering> steering() {
        return Optional.ofNullable(steering);
    }

    /** Who decides. */
    public void steered(SteeredLoad by) {
        steeredLoad = by;
    }

    /**
     * Who decides; there once the run has started.
     *
     * @throws IllegalStateException before
     */
    public SteeredLoad steeredLoad() {
        SteeredLoad by = steeredLoad;
        if (by == null) {
            throw new IllegalStateException("The run has not started: nobody decides the rate of its load.");
        }
        return by;
    }

    /** A user will begin. */
    public void scheduled(long user, long atMicros) {
        if (notKnown == null) {
            planned.put(user, atMicros);
        }
    }

    public void began(long user, long nowMicros) {
        Long at = planned.remove(user);
        if (at != null) {
            long late = Math.min(Integer.MAX_VALUE, Math.max(0, nowMicros - at));
            begun.put(user, new Beginning(at, (int) late));
        }
    }

    public void ended(long user) {
        if (begun.remove(user) != null) {
            drop(NOT_ONE_EACH);
        }
    }

    /**
     * A user is about to put.
     *
     * @param records how many
     * @param isSent false where they are held back
     * @return how late the user began, in microseconds; {@link Sent#NO_PLAN} where that is not known
     */
    int puts(long user, int records, boolean isSent) {
        if (notKnown != null) {
            return Sent.NO_PLAN;
        }
        if (records != 1) {
            drop(NOT_ONE_EACH);
            return Sent.NO_PLAN;
        }
        Beginning beginning = begun.remove(user);
        if (beginning == null) {
            drop(NOT_ONE_EACH);
            return Sent.NO_PLAN;
        }
        count(beginning, isSent);
        return beginning.lateMicros;
    }

    private synchronized void count(Beginning beginning, boolean isSent) {
        due++;
        firstDue = Math.min(firstDue, beginning.plannedMicros);
        lastDue = Math.max(lastDue, beginning.plannedMicros);
        if (isSent) {
            sent++;
            lastSent = Math.max(lastSent, beginning.plannedMicros + beginning.lateMicros);
            lag.record(beginning.lateMicros);
        }
    }

    /** The load is to end before all its users have come. */
    synchronized void cutShort() {
        cutShort = true;
    }

    /**
     * A load that ended by itself has brought all its users.
     *
     * @param tried records that were sent or held back
     */
    synchronized void complete(long tried) {
        if (tried != users && !cutShort) {
            drop(NOT_ONE_EACH);
        }
    }

    /** Why it is not known; empty where it is. */
    Optional<String> whyNotKnown() {
        return Optional.ofNullable(notKnown);
    }

    /** How many records were planned. */
    synchronized long records() {
        return users;
    }

    /** Empty where nothing was sent. */
    synchronized Summary lag() {
        return (notKnown == null ? lag : new StageRecorder()).summary();
    }

    /** What {@link #lag} is read from. */
    synchronized Distribution lags() {
        return lag.distribution();
    }

    /** Records a second, by the plan. */
    synchronized OptionalDouble plannedRate() {
        return rate(due, lastDue);
    }

    /** Records a second, until the last was sent. */
    synchronized OptionalDouble achievedRate() {
        return rate(sent, lastSent);
    }

    /** How long after the last planned moment the last record was sent, in microseconds. */
    synchronized long overrunMicros() {
        return sent == 0 ? 0 : Math.max(0, lastSent - lastDue);
    }

    private OptionalDouble rate(long records, long untilMicros) {
        long micros = records == 0 ? 0 : untilMicros - firstDue;
        return notKnown != null || micros < SHORTEST_MICROS
                ? OptionalDouble.empty()
                : OptionalDouble.of((records - 1) * 1e6 / micros);
    }
}
