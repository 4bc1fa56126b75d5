package org.rfaas.offload.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.WorkerLease;
import org.rfaas.offload.worker.WorkerPort;

class RenewalFailuresTest {
    private static final String AWAY = "the resource manager cannot be reached";

    private final RenewalFailures failures = new RenewalFailures();
    private final HeldLease one = lease();
    private final HeldLease other = lease();

    private static HeldLease lease() {
        return new HeldLease(new EndlessLease(), 1, new Counters());
    }

    @Test
    void shouldTellOfACauseOnceHoweverManyLeasesItMeets() {
        assertThat(failures.add(one, AWAY)).isTrue();
        assertThat(failures.add(other, AWAY)).isFalse();
        assertThat(failures.add(one, AWAY)).isFalse();
        assertThat(failures.add(one, "revoked")).isTrue();
    }

    @Test
    void shouldBeOverWithTheLastLease() {
        failures.add(one, AWAY);
        failures.add(other, AWAY);

        assertThat(failures.remove(one)).isFalse();
        assertThat(failures.add(one, AWAY)).as("it is not over").isFalse();
        failures.remove(one);
        assertThat(failures.remove(other)).isTrue();
        assertThat(failures.remove(other)).as("once").isFalse();
    }

    @Test
    void shouldTellAnewOfACauseThatComesBack() {
        failures.add(one, AWAY);
        failures.remove(one);

        assertThat(failures.add(one, AWAY)).isTrue();
    }

    private record EndlessLease() implements WorkerLease {
        @Override
        public List<WorkerPort> workers() {
            return List.of();
        }

        @Override
        public long remainingNs() {
            return Long.MAX_VALUE;
        }

        @Override
        public void renew() {}

        @Override
        public void close() {}
    }
}
