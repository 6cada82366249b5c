package shop

import io.gatling.javaapi.core.CoreDsl.StringBody
import io.gatling.javaapi.core.CoreDsl.constantUsersPerSec
import io.gatling.javaapi.core.CoreDsl.scenario
import io.gatling.javaapi.core.Simulation
import io.plumbline.PipelineDsl.accounted
import io.plumbline.PipelineDsl.failedRecordCount
import io.plumbline.PipelineDsl.kinesis
import io.plumbline.PipelineDsl.load
import io.plumbline.PipelineDsl.paddedTo
import io.plumbline.PipelineDsl.pipeline
import io.plumbline.PipelineDsl.verdict
import io.plumbline.dsl.KinesisRecord
import java.time.Duration

/** Orders at a constant rate: one that is waited for, then a batch of lines that is not. */
class OrdersSimulation : Simulation() {

    private val pipeline = pipeline().fromSettings()

    private val load = load()

    private val order = KinesisRecord.of(
        StringBody(
            """{"traceId":"#{trace.id}","data":{},"load_test":{"test_run_id":"#{trace.run}","key":"#{trace.key}"}}"""
        )
    )

    private val orders = scenario("Orders")
        .exec { session -> session.set("lines", 3) }
        .exec(
            kinesis("Order")
                .putRecord(paddedTo(500, StringBody("""{"traceId":"#{trace.id}","load_test":{"test_run_id":"#{trace.run}"}}""")))
                .partitionKey("#{trace.key}")
                .awaitArrival(Duration.ofSeconds(30))
        )
        .exec(
            kinesis("Lines")
                .putRecords { session -> List(session.getInt("lines")) { order } }
                .check(failedRecordCount().shouldBe(0))
                .trackArrival()
        )

    init {
        setUp(accounted(orders.injectOpen(constantUsersPerSec(load.rate()).during(load.duration()))))
            .protocols(pipeline)
            .assertions(verdict())
    }
}
