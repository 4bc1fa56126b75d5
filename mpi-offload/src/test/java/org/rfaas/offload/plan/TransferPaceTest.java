package org.rfaas.offload.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TransferPaceTest {
    private static final long BYTES = 4 << 20;

    private final TransferPace pace = new TransferPace();

    @Test
    void shouldAtFirstBeThatOfACopyOnTheSameMachine() {
        assertThat(pace.ns(1_000)).isCloseTo(300, within(1e-6));
    }

    @Test
    void shouldBeThatOfASlowNetworkAfterThreeTransfers() {
        for (int transfer = 1; transfer <= 3; transfer++) {
            assertThat(pace.ns(1_000)).as("before transfer %d", transfer).isCloseTo(300, within(1e-6));
            pace.observe(BYTES, 8 * BYTES);
        }
        assertThat(pace.ns(1_000)).isCloseTo(8_000, within(1e-6));
    }

    @Test
    void shouldNotMindATransferThatWasDisturbed() {
        pace.observe(BYTES, BYTES);
        pace.observe(BYTES, 100 * BYTES);
        pace.observe(BYTES, BYTES);
        assertThat(pace.ns(1_000)).isCloseTo(1_000, within(1e-6));
    }

    @Test
    void shouldLearnNothingFromShortTransfers() {
        for (int transfer = 0; transfer < 20; transfer++) {
            pace.observe(TransferPace.LEAST_BYTES - 1, 1_000_000_000);
        }
        assertThat(pace.ns(1_000)).isCloseTo(300, within(1e-6));
    }
}
