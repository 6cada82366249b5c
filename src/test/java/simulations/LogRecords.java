package simulations;

import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.kinesis;
import static io.plumbline.PipelineDsl.logRecord;
import static io.plumbline.PipelineDsl.paddedTo;
import static io.plumbline.PipelineDsl.tenants;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.plumbline.dsl.PutRecordBuilder;
import io.plumbline.settings.Settings.Load;

/** Log records of one size, each by a user of its own: what simulations put that differ in their profiles. */
final class LogRecords {

    private LogRecords() {}

    /** Each is looked for, while its user goes on. */
    static ScenarioBuilder tracked(Load load) {
        return scenario("Logs").feed(tenants()).exec(put("Log record", load).trackArrival());
    }

    /** Put, and no more. */
    static PutRecordBuilder put(String name, Load load) {
        return kinesis(name)
                .putRecord(paddedTo(load.recordBytes(), logRecord()))
                .partitionKey("#{trace.key}");
    }
}
