package io.plumbline.gatling;

import io.gatling.commons.stats.OK$;
import io.gatling.core.Predef$;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.session.Session;
import io.plumbline.ledger.Sent;
import io.plumbline.run.Attempt;
import io.plumbline.trace.Digest;
import io.plumbline.trace.PartitionKeys;
import io.plumbline.trace.TraceIds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import scala.Tuple2;
import scala.collection.immutable.List$;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Nil$;
import scala.runtime.BoxedUnit;

/** A JSON template filled outside of a simulation, as one would fill it. */
public final class CanaryBody {

    private final JsonTemplate template;
    private final TraceIds ids;
    private final PartitionKeys keys;

    /**
     * @param file on the class path, else in the file system
     * @param ids of the canaries
     * @throws IllegalArgumentException if it is not there, or no JSON with the record's id; the message says where and why
     */
    public CanaryBody(Path file, TraceIds ids) {
        configureGatling();
        this.template = (JsonTemplate) JsonTemplate.ofFile(file, "#{trace.id}").asScala();
        this.ids = ids;
        this.keys = PartitionKeys.of(ids);
    }

    /** Its expressions are read only where Gatling has been configured; a simulation's runner does that otherwise. */
    @SuppressWarnings("unchecked")
    static void configureGatling() {
        if (Predef$.MODULE$._configuration() == null) {
            Predef$.MODULE$._configuration_$eq(
                    GatlingConfiguration.loadForTest((scala.collection.immutable.Seq<Tuple2<String, ?>>)
                            (scala.collection.immutable.Seq<?>) Nil$.MODULE$));
        }
    }

    /**
     * Sealed by its digest where it wants one.
     *
     * @throws IllegalArgumentException if it has a placeholder that only a simulation's feeder fills; the message names it
     */
    public byte[] of(Sent sent) {
        Session session = new Session(
                        "canary",
                        1,
                        Map$.MODULE$.empty(),
                        OK$.MODULE$,
                        List$.MODULE$.empty(),
                        ended -> BoxedUnit.UNIT,
                        null)
                .set("tenant", "tenant-1")
                .set(PutAction.TRACE, new Trace(new Attempt(sent, ids, keys), ids.runToken(), 0, 0));
        return Digest.seal(El.value(template.apply(session), "body").getBytes(StandardCharsets.UTF_8));
    }
}
