package org.rfaas.fabric.rdma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.fabric.FabricException;

class RdmaLocationTest {
    @Test
    void shouldReadAndPrintLocations() {
        assertThat(RdmaLocation.parse("10.77.0.1:7471")).hasToString("10.77.0.1:7471");
        assertThat(RdmaLocation.parse("[fd00::1]:0")).hasToString("[fd00:0:0:0:0:0:0:1]:0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.0.1", "10.77.0.1:", ":7471", "10.77.0.1:x", "10.77.0.1:65536", "10.77.0.1:-1", ""})
    void shouldSayWhatIsExpectedOfALocation(String location) {
        assertThatExceptionOfType(FabricException.class)
                .isThrownBy(() -> RdmaLocation.parse(location))
                .withMessageContaining("HOST:PORT");
    }

    @Test
    void shouldLayOutBothFamiliesAsTheSystemDoes() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment four = RdmaLocation.parse("10.77.0.1:258").toNative(arena);
            assertThat(four.asSlice(0, 8).toArray(ValueLayout.JAVA_BYTE)).containsExactly(2, 0, 1, 2, 10, 77, 0, 1);
            MemorySegment six = RdmaLocation.parse("[fd00::1]:258").toNative(arena);
            assertThat(six.asSlice(0, 10).toArray(ValueLayout.JAVA_BYTE))
                    .containsExactly(10, 0, 1, 2, 0, 0, 0, 0, 0xfd, 0);
        }
    }
}
