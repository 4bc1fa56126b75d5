package org.rfaas.experiment.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class TraceSourceTest {
    @Test
    void shouldSayWhyATraceCannotBeRead() {
        assertThatExceptionOfType(TraceException.class)
                .isThrownBy(() -> TraceSource.given(Map.of("RFAAS_TRACE", "nofile.csv")))
                .withMessage("nofile.csv: cannot be read: no such file or folder");
    }

    @Test
    void shouldRefuseCoresThatAreNoNumber() {
        assertThatExceptionOfType(TraceException.class)
                .isThrownBy(() -> TraceSource.given(Map.of("RFAAS_TRACE_CORES_PER_NODE", "x")))
                .withMessageContaining("'x' is no number of cores per node");
    }

    @Test
    void shouldDoWithoutATrace() throws TraceException {
        assertThat(TraceSource.given(Map.of())).isEmpty();
    }
}
