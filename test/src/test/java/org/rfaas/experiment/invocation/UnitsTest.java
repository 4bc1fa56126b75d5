package org.rfaas.experiment.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class UnitsTest {
    @Test
    void shouldTakeTheLargestUnitThatAPayloadIsAWholeNumberOf() {
        assertThat(Units.size(1024)).isEqualTo("1 KiB");
        assertThat(Units.size(1 << 20)).isEqualTo("1 MiB");
        assertThat(Units.size(3 << 19)).isEqualTo("1536 KiB");
    }
}
