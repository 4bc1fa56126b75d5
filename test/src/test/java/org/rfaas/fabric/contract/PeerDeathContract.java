package org.rfaas.fabric.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkStatus;

/** Peers that are killed. */
interface PeerDeathContract extends ContractTest {
    /** Longer where an emulated processor makes times meaningless. */
    Duration NOTICED = Duration.ofSeconds(Integer.getInteger("rfaas.test.notice.seconds", 10));

    /** Takes the next completion if there is one, hot or after a sleep. */
    interface Taking {
        boolean next(WorkCompletion into);
    }

    @Test
    default void shouldNoticeAKilledPeerWhilePollingHot() {
        requireNotice(into -> ends().completions.poll(into));
    }

    @Test
    default void shouldNoticeAKilledPeerWhileAwaiting() {
        requireNotice(into -> ends().completions.await(into, Ends.PATIENCE.toNanos()));
    }

    private void requireNotice(Taking taking) {
        assumeTrue(ends().target.isProcess(), "the peer is a thread, which cannot be killed");
        Ends.Link first = ends().connect();
        Ends.Link second = ends().connect();
        MemoryRegion into = ends().fabric.allocate(8, Set.of());
        for (int i = 0; i < 3; i++) {
            Ends.post(() -> first.queuePair().postReceive(into, 0, 8, 1));
            Ends.post(() -> second.queuePair().postReceive(2));
        }
        WorkCompletion completion = new WorkCompletion();

        long start = System.nanoTime();
        ends().target.kill();
        int flushed = 0;
        while (flushed < 6 && System.nanoTime() - start < Ends.PATIENCE.toNanos()) {
            if (taking.next(completion)) {
                assertThat(completion.status()).isEqualTo(WorkStatus.FLUSHED);
                flushed++;
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        assertThat(flushed).isEqualTo(6);
        assertThat(took).isLessThan(NOTICED);
        assertThat(first.queuePair().isConnected()).isFalse();
        assertThat(second.queuePair().isConnected()).isFalse();
    }
}
