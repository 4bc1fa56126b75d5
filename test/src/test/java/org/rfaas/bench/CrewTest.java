package org.rfaas.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CrewTest {
    private static final ThreadFactory THREADS = Thread.ofVirtual().factory();

    private final AtomicInteger done = new AtomicInteger();

    @Test
    void shouldWaitForAll() {
        Crew.work(THREADS, List.of(done::incrementAndGet, done::incrementAndGet));
        assertThat(done).hasValue(2);
    }

    @Test
    void shouldNotPassOverWhoFailed() {
        RuntimeException failure = new RuntimeException("disconnected");
        Runnable failing = () -> {
            throw failure;
        };
        assertThatIllegalStateException()
                .isThrownBy(() -> Crew.work(THREADS, List.of(failing, done::incrementAndGet)))
                .withCause(failure);
        assertThat(done).hasValue(1);
    }
}
