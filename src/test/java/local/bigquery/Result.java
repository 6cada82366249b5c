package local.bigquery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import local.bigquery.sql.Translation;

/** The rows a query gave, cut into pages. A page's token is the index of its first row. */
record Result(List<Translation.Column> columns, List<Object[]> rows) {

    /** Google answers with less than 10 MB a page. */
    static final int PAGE_BYTES = 10_000_000;

    /**
     * Adds one page to an answer: rows, and the token of the next if there is one.
     *
     * @return whether more pages follow
     */
    boolean addPage(ObjectNode answer, long from, long most, boolean int64Timestamps) {
        ArrayNode page = answer.putArray("rows");
        long bytes = 0;
        int at = (int) Math.min(from, rows.size());
        while (at < rows.size() && page.size() < most) {
            ObjectNode row = Cells.row(columns, rows.get(at), int64Timestamps);
            bytes += row.toString().length();
            if (bytes > PAGE_BYTES && page.size() > 0) {
                break;
            }
            page.add(row);
            at++;
        }
        boolean more = at < rows.size();
        if (more) {
            answer.put("pageToken", "row-" + at);
        }
        return more;
    }

    static long start(String pageToken) {
        try {
            return Long.parseLong(pageToken.substring("row-".length()));
        } catch (RuntimeException e) {
            throw GoogleError.invalid("Invalid value for pageToken: " + pageToken);
        }
    }
}
