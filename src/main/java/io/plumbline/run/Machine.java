package io.plumbline.run;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** What the process uses of its machine. */
interface Machine {

    /** That the whole process has used so far, on all cores. */
    long cpuMicros();

    int cores();

    /** @param pauses takes the microseconds of each garbage collection that stops the process, when it has ended */
    void collections(LongConsumer pauses);

    /** That of this process. */
    static Machine here() {
        return new Here();
    }

    /** By the JVM's own beans. */
    final class Here implements Machine {

        private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

        @Override
        public long cpuMicros() {
            return system.getProcessCpuTime() / 1_000;
        }

        @Override
        public int cores() {
            return Runtime.getRuntime().availableProcessors();
        }

        @Override
        public void collections(LongConsumer pauses) {
            for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
                if (collector instanceof NotificationEmitter emitter && stopsTheProcess(collector)) {
                    emitter.addNotificationListener((news, none) -> collected(news, pauses), null, null);
                }
            }
        }

        /** The cycles of ZGC and Shenandoah go on beside the process; their pauses have beans of their own. */
        private static boolean stopsTheProcess(GarbageCollectorMXBean collector) {
            return !collector.getName().endsWith("Cycles");
        }

        private static void collected(Notification news, LongConsumer pauses) {
            if (GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(news.getType())) {
                long millis = GarbageCollectionNotificationInfo.from((CompositeData) news.getUserData())
                        .getGcInfo()
                        .getDuration();
                pauses.accept(TimeUnit.MILLISECONDS.toMicros(millis));
            }
        }
    }
}
