package org.rfaas.fabric.rdma;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.rfaas.fabric.WorkOpcode;

class SendSlotsTest {
    private final SendSlots slots = new SendSlots(64, 8);

    private long enter(byte kind, boolean signaled) {
        return slots.enter(kind, WorkOpcode.WRITE, kind, signaled);
    }

    @Test
    void shouldGiveBackSilentWorkWithTheNextCompletion() {
        for (int i = 0; i < 7; i++) {
            enter(SendSlots.SILENT, false);
        }
        long last = enter(SendSlots.REPORTED, true);
        assertThat(slots.hasRoom(1)).isFalse();

        slots.release(last);

        assertThat(slots.hasRoom(1)).isTrue();
        assertThat(slots.isOutstanding(last)).isFalse();
    }

    @Test
    void shouldAskForACompletionBeforeSilentWorkFillsTheQueue() {
        boolean asked = false;
        while (slots.hasRoom(1) && !asked) {
            asked = slots.mustSignal();
            enter(SendSlots.SILENT, asked);
        }
        assertThat(asked).isTrue();
    }

    @Test
    void shouldHaveRoomForThePartsOfLongWorkBeyondTheLimitOfShortWork() {
        assertThat(slots.hasRoom(64)).isTrue();
        assertThat(slots.hasRoom(65)).isFalse();
        enter(SendSlots.SILENT, false);
        assertThat(slots.hasRoom(64)).isFalse();
    }
}
