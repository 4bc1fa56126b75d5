package org.rfaas.offload.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.WorkerLease;
import org.rfaas.offload.worker.WorkerPort;

class RenewalFailuresTest {
    private final RenewalFailures failures = new RenewalFailures();
    private final HeldLease one = lease();
    private final HeldLease other = lease();

    private static HeldLease lease() {
        return new HeldLease(new EndlessLease(), 1, new Counters());
    }

    @Test
    void shouldTellOnceHoweverManyLeasesCannotBeRenewed() {
        assertThat(failures.add(one)).isTrue();
        assertThat(failures.add(other)).isFalse();
        assertThat(failures.add(one)).isFalse();
    }

    @Test
    void shouldBeOverWithTheLastLease() {
        failures.add(one);
        failures.add(other);

        assertThat(failures.remove(one)).isFalse();
        assertThat(failures.add(one)).as("it is not over").isFalse();
        failures.remove(one);
        assertThat(failures.remove(other)).isTrue();
        assertThat(failures.remove(other)).as("once").isFalse();
    }

    @Test
    void shouldTellAnewWhenItWasOver() {
        failures.add(one);
        failures.remove(one);

        assertThat(failures.add(other)).isTrue();
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
