package org.rfaas.offload.cluster;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.rfaas.fabric.FabricException;
import org.rfaas.offload.worker.WorkerLostException;

class ClientFailuresTest {
    @Test
    void shouldTakeAWorkerForLostWhoseFabricFails() {
        assertThatExceptionOfType(WorkerLostException.class)
                .isThrownBy(() -> ClientFailures.call(() -> {
                    throw new FabricException("the queue pair is gone");
                }))
                .withMessage("the queue pair is gone");
    }
}
