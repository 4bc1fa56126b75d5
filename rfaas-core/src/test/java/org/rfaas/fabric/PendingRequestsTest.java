package org.rfaas.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingRequestsTest {
    private final PendingRequests pending = new PendingRequests();
    private final List<String> rejected = new ArrayList<>();

    @Test
    void shouldRejectAlsoThoseWhoComeWhileOthersAreRejected() {
        assertThat(pending.add(request("first", () -> pending.add(request("second", () -> {})))))
                .isTrue();
        assertThat(pending.beginClose()).isTrue();
        pending.rejectAll();
        assertThat(rejected).containsExactly("first", "second");
        assertThat(pending.accept(Duration.ofMinutes(1))).isEmpty();
    }

    @Test
    void shouldSayThatAPeerComesTooLate() {
        assertThat(pending.beginClose()).isTrue();
        assertThat(pending.add(request("late", () -> {}))).isFalse();
        assertThat(pending.beginClose()).as("a second time").isFalse();
    }

    @Test
    void shouldTakeNoMoreThanSomebodyMayEverAnswer() {
        for (int i = 0; i < 1024; i++) {
            pending.requireRoom();
            assertThat(pending.add(request("peer " + i, () -> {}))).isTrue();
        }
        assertThatExceptionOfType(FabricException.class)
                .isThrownBy(pending::requireRoom)
                .withMessage("too many peers wait for an answer");

        assertThat(pending.accept(Duration.ofMinutes(1))).isPresent();

        pending.requireRoom();
    }

    private ConnectionRequest request(String name, Runnable whenRejected) {
        return new ConnectionRequest() {
            @Override
            public byte[] privateData() {
                return new byte[0];
            }

            @Override
            public QueuePair accept(QueuePairOptions options, byte[] privateData) {
                throw new AssertionError("the listener is closed");
            }

            @Override
            public void reject(String reason) {
                rejected.add(name);
                whenRejected.run();
            }
        };
    }
}
