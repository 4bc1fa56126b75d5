package org.rfaas.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.WorkCompletion;

@Timeout(240)
class CompletionDispatcherTest {
    @Test
    void shouldOutliveWhateverItsQueueThrows() throws Exception {
        FailingQueue queue = new FailingQueue(5);
        Fabric fabric = (Fabric)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Fabric.class}, (_, _, _) -> queue);
        try (CompletionDispatcher dispatcher = new CompletionDispatcher(fabric, "dispatcher", 16)) {
            assertThat(queue.survived.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            dispatcher.completions().wakeUp();
        }
        assertThat(queue.closed).isTrue();
    }

    /** Throws so many times, then finds nothing. */
    private static final class FailingQueue implements CompletionQueue {
        final Semaphore survived = new Semaphore(0);
        private final Semaphore woken = new Semaphore(0);
        volatile boolean closed;
        private int failures;

        FailingQueue(int failures) {
            this.failures = failures;
        }

        @Override
        public boolean poll(WorkCompletion into) {
            return false;
        }

        @Override
        public boolean await(WorkCompletion into, long timeoutNs) {
            if (failures-- > 0) {
                throw new AssertionError("a peer wrote nonsense");
            }
            survived.release();
            woken.acquireUninterruptibly();
            return false;
        }

        @Override
        public void wakeUp() {
            woken.release();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
