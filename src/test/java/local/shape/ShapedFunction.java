package local.shape;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.handler.Row;
import io.plumbline.handler.RowWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The function of a pipeline of another shape: the reference function between two translations. */
public final class ShapedFunction implements RequestHandler<KinesisEvent, StreamsEventResponse> {

    private static final JsonMapper JSON = new JsonMapper();

    private final Shape shape;
    private final RequestHandler<KinesisEvent, StreamsEventResponse> reference;

    private ShapedFunction(Shape shape, RequestHandler<KinesisEvent, StreamsEventResponse> reference) {
        this.shape = shape;
        this.reference = reference;
    }

    public static RequestHandler<KinesisEvent, StreamsEventResponse> of(
            Shape shape, RequestHandler<KinesisEvent, StreamsEventResponse> reference) {
        return shape == Shape.REFERENCE ? reference : new ShapedFunction(shape, reference);
    }

    /** What writes rows of the reference table into a table of this shape. */
    public static RowWriter into(Shape shape, RowWriter table) {
        return shape == Shape.REFERENCE
                ? table
                : rows -> table.write(rows.stream()
                        .map(row -> new Row(row.insertId(), shape.row(row.columns())))
                        .toList());
    }

    @Override
    public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
        event.getRecords().forEach(record -> record.getKinesis()
                .setData(translated(record.getKinesis().getData())));
        return reference.handleRequest(event, context);
    }

    private ByteBuffer translated(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        try {
            return ByteBuffer.wrap(shape.record(JSON.readTree(bytes)).toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Not its own kind of record: the reference function keeps it as it is.
            return data;
        }
    }
}
