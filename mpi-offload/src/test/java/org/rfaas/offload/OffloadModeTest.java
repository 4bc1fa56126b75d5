package org.rfaas.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffloadModeTest {
    @ParameterizedTest
    @ValueSource(strings = {"off", "Off", "OFF", "0", "0.0"})
    void shouldReadThatNothingLeavesTheRank(String text) {
        assertThat(OffloadMode.parse(text)).isEqualTo(new OffloadMode.Off());
    }

    @Test
    void shouldReadOtherModes() {
        assertThat(OffloadMode.parse("Auto")).isEqualTo(new OffloadMode.Auto());
        assertThat(OffloadMode.parse("2.5e-1")).isEqualTo(new OffloadMode.Fixed(0.25));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "on", "1.5", "-0.1", "NaN"})
    void shouldRefuseWhatIsNoMode(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffloadMode.parse(text))
                .withMessageContaining("0..1");
    }
}
