package io.plumbline.run;

import io.plumbline.arrival.Answer;
import io.plumbline.arrival.PollStatistics;
import io.plumbline.arrival.QueryFailure;

/** Asks again: a query that fails now may work in a moment. */
record Tries(PollStatistics statistics) {

    static final int MOST = 3;

    <T> Answer<T> ask(PollStatistics.Query<T> query) throws QueryFailure {
        for (int tried = 1; ; tried++) {
            try {
                return statistics.counting(query);
            } catch (QueryFailure e) {
                if (tried == MOST) {
                    throw e;
                }
            }
        }
    }
}
