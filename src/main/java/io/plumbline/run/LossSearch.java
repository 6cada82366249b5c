package io.plumbline.run;

import io.plumbline.arrival.ArrivalSource;
import io.plumbline.arrival.PollStatistics;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.arrival.Stray;
import io.plumbline.ledger.LedgerOwner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds out how far lost records got: one whose id is gone may still be in the table under its sequence number. */
final class LossSearch {

    static final String NEVER_SEEN = "never seen in the table";
    static final String WITHOUT_ITS_ID = "in the table without its id";
    static final String NOT_LOOKED_FOR = "not looked for";

    private static final int PAGE = 1_000;

    /** More lost records than this are all lost in the same way, most likely. */
    private static final int MOST_PAGES = 10;

    private final ArrivalSource source;
    private final PollStatistics statistics;
    private final LedgerOwner ledger;

    LossSearch(ArrivalSource source, PollStatistics statistics, LedgerOwner ledger) {
        this.source = source;
        this.statistics = statistics;
        this.ledger = ledger;
    }

    /**
     * How many of the records got how far; the ledger is told of each.
     *
     * @param missing records with Kinesis' sequence numbers
     */
    Map<String, Long> where(Map<Long, String> missing) {
        Map<String, Long> where = new LinkedHashMap<>();
        List<Map.Entry<Long, String>> all = new ArrayList<>(missing.entrySet());
        for (int start = 0; start < all.size(); start += PAGE) {
            List<Map.Entry<Long, String>> page = all.subList(start, Math.min(all.size(), start + PAGE));
            if (start / PAGE < MOST_PAGES && source.evidence().sequenceNumbers()) {
                search(page, where);
            } else {
                where.merge(NOT_LOOKED_FOR, (long) page.size(), Long::sum);
            }
        }
        return where;
    }

    private void search(List<Map.Entry<Long, String>> page, Map<String, Long> where) {
        Map<String, Stray> strays;
        try {
            strays =
                    statistics
                            .counting(() -> source.strays(
                                    page.stream().map(Map.Entry::getValue).toList()))
                            .rows()
                            .stream()
                            .collect(Collectors.toMap(Stray::sequenceNumber, stray -> stray, (first, again) -> first));
        } catch (QueryFailure e) {
            where.merge(NOT_LOOKED_FOR, (long) page.size(), Long::sum);
            return;
        }
        for (Map.Entry<Long, String> record : page) {
            Stray stray = strays.get(record.getValue());
            where.merge(stray == null ? NEVER_SEEN : WITHOUT_ITS_ID, 1L, Long::sum);
            String told = stray == null ? NEVER_SEEN : WITHOUT_ITS_ID + (stray.why() == null ? "" : ": " + stray.why());
            ledger.tell(entry -> entry.located(record.getKey(), told));
        }
    }
}
