package local.truth;

/**
 * How BigQuery was asked, as the wire showed it.
 *
 * @param jobProject where the query ran, and who was billed
 * @param location empty where the request named none
 * @param quotaProject of header x-goog-user-project; empty where there was none
 */
public record Asked(String jobProject, String location, String quotaProject) implements Comparable<Asked> {

    @Override
    public int compareTo(Asked other) {
        return toString().compareTo(other.toString());
    }
}
