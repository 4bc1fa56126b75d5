package org.rfaas.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.WorkCompletion;

@Timeout(240)
class TcpCompletionQueueTest {
    private static final int QUEUES = 3000;

    @Test
    void shouldReleaseClosedConnectionsWhileItIsClosedItself() throws Exception {
        try (TcpFabric fabric = new TcpFabric(FabricSettings.DEFAULTS.tcp())) {
            for (int i = 0; i < QUEUES; i++) {
                TcpCompletionQueue queue = new TcpCompletionQueue(fabric);
                queue.await(new WorkCompletion(), 0); // has it open its selector
                CountDownLatch started = new CountDownLatch(1);
                FutureTask<Void> releasing = new FutureTask<>(() -> release(queue, started), null);
                Thread progress = Thread.ofPlatform().start(releasing);
                started.await();
                queue.close();
                releasing.get(1, TimeUnit.MINUTES);
                progress.join();
            }
        }
    }

    @Test
    void shouldWaitWithoutALimit() throws Exception {
        try (TcpFabric fabric = new TcpFabric(FabricSettings.DEFAULTS.tcp());
                TcpCompletionQueue queue = new TcpCompletionQueue(fabric)) {
            FutureTask<Boolean> waiting = new FutureTask<>(() -> queue.await(new WorkCompletion(), Long.MAX_VALUE));
            Thread poller = Thread.ofPlatform().start(waiting);
            while (!queue.attendance().isSleeping() && poller.isAlive()) {
                Thread.onSpinWait();
            }
            poller.join(Duration.ofMillis(50)); // most likely it is in its selector by then

            queue.wakeUp();

            assertThat(waiting.get(1, TimeUnit.MINUTES)).isFalse();
        }
    }

    private static void release(TcpCompletionQueue queue, CountDownLatch started) {
        started.countDown();
        for (int i = 0; i < 100; i++) {
            queue.releaseClosed();
        }
    }
}
