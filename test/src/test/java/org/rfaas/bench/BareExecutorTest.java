package org.rfaas.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;
import org.rfaas.wire.SlotLayout;

@Isolated("counts the processes of this one")
class BareExecutorTest {
    @Test
    void shouldLeaveNoProcessThatItCannotConnectTo() {
        Fabric closed = Fabrics.open("shm");
        closed.close();
        long before = childProcesses();

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> BareExecutor.start(closed, 1, new SlotLayout(1, 1024), 0));

        assertThat(childProcesses()).isEqualTo(before);
    }

    private static long childProcesses() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
    }
}
