package local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.CompletionStage;
import local.bigquery.Conduct;
import local.http.HttpResponse;
import local.truth.Truth;

/** A pipeline in virtual time. */
public interface VirtualPath {

    /** A row and when it became visible, on the one clock that is right. */
    record Stored(long visibleMicros, JsonNode columns) {}

    /** What Kinesis answers; never, where a put is to go unanswered. */
    CompletionStage<HttpResponse> put(byte[] data, String partitionKey);

    /** All rows that were ever visible, in the order in which they became so. */
    List<Stored> rows();

    /** How the table treats the next query. */
    Conduct.Query nextQuery();

    /** What BigQuery's clock shows. */
    long googleMicros();

    Truth truth();
}
