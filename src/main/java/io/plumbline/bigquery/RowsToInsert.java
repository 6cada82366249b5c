package io.plumbline.bigquery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.plumbline.settings.Settings.TableName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;

/**
 * What one insertAll is to insert. BigQuery recommends 500 rows, and takes 50,000 and 10 MB.
 *
 * @param rows JSON objects, as they are sent
 * @param insertIds whether each has an id of its own, by which BigQuery drops it when it comes a second time
 * @param skipInvalid whether valid rows are inserted though others are not valid
 */
public record RowsToInsert(TableName table, List<String> rows, boolean insertIds, boolean skipInvalid) {

    private static final JsonFactory JSON = new JsonFactory();

    public RowsToInsert {
        rows = List.copyOf(rows);
    }

    /** As the service takes it. Google's model would make maps of the rows, and other numbers of long ones. */
    byte[] request() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeBooleanField("skipInvalidRows", skipInvalid);
            json.writeArrayFieldStart("rows");
            for (String row : rows) {
                json.writeStartObject();
                if (insertIds) {
                    json.writeStringField("insertId", UUID.randomUUID().toString());
                }
                json.writeFieldName("json");
                json.writeRawValue(row);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
