package org.rfaas.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class CompletionWaiterTest {
    private static final long LONG_NS = Duration.ofHours(1).toNanos();

    private final WorkCompletion completion = new WorkCompletion();
    private final ScriptedQueue queue = new ScriptedQueue();

    @Test
    void shouldSleepWhenSomebodyElseRunsOnItsCore() {
        queue.losesCore = true;
        CompletionWaiter waiter = new CompletionWaiter(queue, LONG_NS);

        assertThat(waiter.await(completion, LONG_NS)).isTrue();

        assertThat(queue.sleeps).isOne();
    }

    @Test
    void shouldStayAsleepUntilTheNextCompletion() {
        queue.losesCore = true;
        queue.wakesEarly = true;
        CompletionWaiter waiter = new CompletionWaiter(queue, LONG_NS);
        waiter.await(completion, LONG_NS);
        int polls = queue.polls;

        assertThat(waiter.await(completion, LONG_NS)).isFalse();

        assertThat(queue.sleeps).isEqualTo(2);
        assertThat(queue.polls).as("the one of each wait").isEqualTo(polls + 1);
    }

    @Test
    void shouldPollAgainAfterTheNextCompletion() {
        queue.losesCore = true;
        CompletionWaiter waiter = new CompletionWaiter(queue, LONG_NS);
        waiter.await(completion, LONG_NS);
        queue.losesCore = false;
        queue.arrivesAfter = 10;

        assertThat(waiter.await(completion, LONG_NS)).isTrue();

        assertThat(queue.sleeps).isOne();
    }

    @Test
    void shouldNeverSleepWhereItIsToPollForEver() {
        queue.losesCore = true;
        CompletionWaiter waiter = new CompletionWaiter(queue, Long.MAX_VALUE);

        assertThat(waiter.await(completion, Duration.ofMillis(20).toNanos())).isFalse();

        assertThat(queue.sleeps).isZero();
    }

    /** One thread. A completion is there when it sleeps, unless it wakes early. */
    private static final class ScriptedQueue implements CompletionQueue {
        private boolean losesCore;
        private boolean wakesEarly;
        private int arrivesAfter = Integer.MAX_VALUE;
        private int polls;
        private int sleeps;

        @Override
        public boolean poll(WorkCompletion into) {
            polls++;
            if (losesCore && polls % 50 == 0) {
                LockSupport.parkNanos(1_000_000);
            }
            return --arrivesAfter == 0;
        }

        @Override
        public boolean await(WorkCompletion into, long timeoutNs) {
            sleeps++;
            return !wakesEarly;
        }

        @Override
        public void wakeUp() {}

        @Override
        public void close() {}
    }
}
