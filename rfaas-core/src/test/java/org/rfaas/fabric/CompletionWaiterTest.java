package org.rfaas.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a waiter says of its waits, on which bills are based. */
@Timeout(240)
class CompletionWaiterTest {
    private static final long SLEEP_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long TIMEOUT_NS = TimeUnit.MINUTES.toNanos(1);

    private final WorkCompletion completion = new WorkCompletion();

    /** Has a completion for one poll, or for who sleeps a while. */
    private static final class OneCompletion implements CompletionQueue {
        private long pollsBefore;

        /** @param pollsBefore how many polls find nothing */
        OneCompletion(long pollsBefore) {
            this.pollsBefore = pollsBefore;
        }

        @Override
        public boolean poll(WorkCompletion into) {
            return pollsBefore-- == 0;
        }

        @Override
        public boolean await(WorkCompletion into, long timeoutNs) {
            long endNs = System.nanoTime() + SLEEP_NS;
            while (System.nanoTime() < endNs) {
                LockSupport.parkNanos(endNs - System.nanoTime());
            }
            return true;
        }

        @Override
        public void wakeUp() {}

        @Override
        public void close() {}
    }

    @Test
    void shouldNotHaveWaitedForWhatWasThere() {
        CompletionWaiter waiter = new CompletionWaiter(new OneCompletion(0), 0);

        assertThat(waiter.await(completion, TIMEOUT_NS)).isTrue();

        assertThat(waiter.waitedSinceNs(42)).isEqualTo(42);
        assertThat(waiter.sleptNs()).isZero();
    }

    @Test
    void shouldNotTakePollingForSleep() {
        CompletionWaiter waiter = new CompletionWaiter(new OneCompletion(1000), Long.MAX_VALUE);
        long beforeNs = System.nanoTime();

        assertThat(waiter.await(completion, TIMEOUT_NS)).isTrue();

        long afterNs = System.nanoTime();
        assertThat(waiter.waitedSinceNs(afterNs)).isBetween(beforeNs, afterNs);
        assertThat(waiter.sleptNs()).isZero();
    }

    @Test
    void shouldSayHowLongItHasSleptInAll() {
        CompletionWaiter waiter = new CompletionWaiter(new OneCompletion(1000), 0);
        long beforeNs = System.nanoTime();

        assertThat(waiter.await(completion, TIMEOUT_NS)).isTrue();
        assertThat(waiter.await(completion, TIMEOUT_NS)).isTrue();

        long afterNs = System.nanoTime();
        assertThat(waiter.waitedSinceNs(afterNs)).isBetween(beforeNs + SLEEP_NS, afterNs - SLEEP_NS);
        assertThat(waiter.sleptNs()).isBetween(2 * SLEEP_NS, afterNs - beforeNs);
    }

    @Test
    void shouldSleepOnceManyShortWaitsHaveBeenIdleForLong() {
        CompletionWaiter waiter = new CompletionWaiter(new OneCompletion(Long.MAX_VALUE), SLEEP_NS);
        long waits = 0;
        while (!waiter.await(completion, SLEEP_NS / 10)) {
            waits++;
        }
        assertThat(waits).isPositive();
        assertThat(waiter.sleptNs()).isGreaterThanOrEqualTo(SLEEP_NS);
    }
}
