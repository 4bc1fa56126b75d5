package org.rfaas.offload.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.WorkerLease;
import org.rfaas.offload.worker.WorkerPort;

class HeldLeaseTest {
    private final ManualLease lease = new ManualLease();
    private final RenewalFailures failures = new RenewalFailures();
    private final HeldLease held = new HeldLease(lease, 1, new Counters());

    @Test
    void shouldBeRenewedInTheLastThirdOfItsTime() {
        lease.remainingNs = 21;
        assertThat(held.keepUp(failures, Runnable::run)).isTrue();
        assertThat(lease.renewals).isZero();
        lease.remainingNs = 19;
        assertThat(held.keepUp(failures, Runnable::run)).isTrue();
        assertThat(lease.renewals).isEqualTo(1);
    }

    /** Its executor has taken nearly all of its time to start. */
    @Test
    void shouldBeRenewedInTheLastThirdOfWhatItWasRenewedFor() {
        lease.remainingNs = 6;
        HeldLease late = new HeldLease(lease, 2, new Counters());
        lease.remainingNs = 1;
        late.keepUp(failures, Runnable::run);
        assertThat(lease.renewals).isEqualTo(1);
        lease.remainingNs = 19;
        late.keepUp(failures, Runnable::run);
        assertThat(lease.renewals).isEqualTo(2);
    }

    @Test
    void shouldBeRenewedAgainOnlyNowAndThenWhenThatFails() {
        lease.isRefused = true;
        for (lease.remainingNs = 19; lease.remainingNs > 0; lease.remainingNs--) {
            for (int tick = 0; tick < 100; tick++) {
                assertThat(held.keepUp(failures, Runnable::run)).isTrue();
            }
        }
        assertThat(lease.renewals).isBetween(5, 10);
    }

    @Test
    void shouldBeRenewedInItsLastThirdAgainAfterAnAttemptThatFailed() {
        lease.isRefused = true;
        lease.remainingNs = 19;
        held.keepUp(failures, Runnable::run);
        lease.isRefused = false;
        lease.remainingNs = 15;
        held.keepUp(failures, Runnable::run);
        lease.remainingNs = 19;
        held.keepUp(failures, Runnable::run);
        assertThat(lease.renewals).isEqualTo(3);
    }

    @Test
    void shouldKeepAnErrorToItself() {
        lease.error = new NoClassDefFoundError("of a fabric");
        lease.remainingNs = 19;
        assertThat(held.keepUp(failures, Runnable::run)).isTrue();
        assertThat(lease.renewals).isEqualTo(1);
        assertThatNoException().isThrownBy(held::close);
    }

    @Test
    void shouldAskItsManagersOnceWhileTheyDoNotAnswer() {
        List<Runnable> asked = new ArrayList<>();
        lease.remainingNs = 19;
        held.keepUp(failures, asked::add);
        assertThat(held.isBeingRenewed()).isTrue();
        lease.remainingNs = 1;
        assertThat(held.keepUp(failures, asked::add)).isTrue();
        assertThat(asked).hasSize(1);
        asked.getFirst().run();
        assertThat(held.isBeingRenewed()).isFalse();
        assertThat(lease.renewals).isEqualTo(1);
    }

    @Test
    void shouldStayOverWhenTheAnswerComesTooLate() {
        List<Runnable> asked = new ArrayList<>();
        lease.remainingNs = 19;
        held.keepUp(failures, asked::add);
        lease.remainingNs = 0;
        assertThat(held.keepUp(failures, asked::add)).isFalse();
        asked.getFirst().run();
        assertThat(lease.remainingNs).isPositive();
        assertThat(held.keepUp(failures, asked::add)).isFalse();
    }

    @Test
    void shouldTryAgainWhenNoThreadCanAsk() {
        lease.remainingNs = 19;
        held.keepUp(failures, _ -> {
            throw new OutOfMemoryError("of a test");
        });
        assertThat(held.isBeingRenewed()).isFalse();
        lease.remainingNs = 10;
        held.keepUp(failures, Runnable::run);
        assertThat(lease.renewals).isEqualTo(1);
    }

    @Test
    void shouldBeOverWhenItsTimeIs() {
        lease.remainingNs = 0;
        assertThat(held.keepUp(failures, Runnable::run)).isFalse();
        assertThat(lease.renewals).isZero();
    }

    /** Of 60 ns, of which a test says how many are left. */
    private static final class ManualLease implements WorkerLease {
        long remainingNs = 60;
        boolean isRefused;

        @Nullable
        Error error;

        int renewals;

        @Override
        public List<WorkerPort> workers() {
            return List.of();
        }

        @Override
        public long remainingNs() {
            return remainingNs;
        }

        @Override
        public void renew() {
            renewals++;
            failIfTold();
            if (isRefused) {
                throw new IllegalStateException("no");
            }
            remainingNs = 60;
        }

        @Override
        public void close() {
            failIfTold();
        }

        private void failIfTold() {
            if (error != null) {
                throw error;
            }
        }
    }
}
