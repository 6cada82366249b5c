package local;

import io.plumbline.run.StandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The stand-in of this process' settings: a child of its own, or the one that it is to join. */
public final class LocalStandIn implements StandIn {

    /** Where a stand-in is that others use too. */
    static final String JOIN = "local.join";

    private static volatile Map<String, String> started = Map.of();

    /** What a client has to set to reach the one that this process started last; for what asks it beside the generator. */
    public static Map<String, String> environmentOfStarted() {
        if (started.isEmpty()) {
            throw new IllegalStateException("this process has started no stand-in: name no pipeline");
        }
        return started;
    }

    @Override
    public Running start(Path truthFile) throws IOException {
        Running running = ofSettings().start(truthFile);
        started = running.environment();
        return running;
    }

    private static StandIn ofSettings() {
        Map<String, String> settings = LocalSettings.localOnly(System.getProperties());
        String address = settings.getOrDefault(JOIN, "").trim();
        settings.remove(JOIN);
        return address.isEmpty() ? new ChildStandIn(settings) : JoinedStandIn.at(address, settings.keySet());
    }
}
