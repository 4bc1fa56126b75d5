package org.rfaas.executor.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;
import org.rfaas.executor.pipe.FunctionRules;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.LeaseId;
import org.rfaas.wire.SlotLayout;

/** A pool on a machine that has no thread left. */
@Timeout(240)
class ExecutorPoolErrorTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final long GIB = 1L << 30;
    private static final Assign ASSIGNMENT = new Assign(
            new LeaseId(1),
            AccessToken.random(),
            "tcp",
            FabricSettings.DEFAULTS,
            "",
            1,
            List.of(),
            new SlotLayout(1, SlotLayout.MIN_SLOT_BYTES),
            0,
            0,
            TIMEOUT.toNanos(),
            FunctionRules.none());

    @Test
    void shouldNotTakeTheCoresOfALaunchThatFailedForLeased() throws Exception {
        try (ExecutorPool pool = new ExecutorPool(
                new PoolOptions("shm", 1, 1, GIB, GIB, TIMEOUT),
                (fabric, heapBytes, timeout) -> new FakeStandby(),
                (assignment, memoryBytes, timeout) -> {
                    throw new OutOfMemoryError("unable to create native thread");
                },
                () -> 8 * GIB)) {
            assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> pool.launch(ASSIGNMENT, GIB, TIMEOUT));
            pool.start();
            assertThat(pool.awaitFull(Duration.ofSeconds(20)))
                    .as("the only core is free")
                    .isTrue();
        }
    }
}
