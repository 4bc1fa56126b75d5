package org.rfaas.executor.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReconnectPolicyTest {
    private final ReconnectPolicy policy = new ReconnectPolicy(Duration.ofMillis(100), Duration.ofSeconds(5));

    @Test
    void shouldDoubleUpToTheLongestDelay() {
        assertThat(policy.delay(0, 0)).isEqualTo(Duration.ofMillis(100));
        assertThat(policy.delay(1, 0)).isEqualTo(Duration.ofMillis(100));
        assertThat(policy.delay(3, 0)).isEqualTo(Duration.ofMillis(400));
        assertThat(policy.delay(1_000_000, 0)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldShortenByUpToHalf() {
        assertThat(policy.delay(3, 1)).isEqualTo(Duration.ofMillis(200));
        assertThat(new ReconnectPolicy(Duration.ofNanos(1), Duration.ofNanos(1)).delay(1, 1))
                .isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void shouldRefuseNonsense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReconnectPolicy(Duration.ZERO, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReconnectPolicy(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }
}
