package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MachineTest {

    @Test
    @Timeout(30)
    void aCollectionIsTold() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        Machine.here().collections(micros -> {
            assertThat(micros).isNotNegative();
            told.countDown();
        });

        System.gc();

        told.await();
    }

    @Test
    void whatTheProcessUsesGrows() {
        Machine here = Machine.here();
        long before = here.cpuMicros();
        long sum = 0;
        while (here.cpuMicros() < before + 20_000) {
            sum += System.nanoTime();
        }

        assertThat(sum).isNotZero();
        assertThat(here.cores()).isPositive();
    }
}
