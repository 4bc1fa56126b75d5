package org.rfaas.fabric.shm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DoorbellTest {
    private static final int AWAKE = 0;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);

    private final MemorySegment word = Arena.ofAuto().allocate(Doorbell.BYTES, Long.BYTES);
    private final Doorbell doorbell = new Doorbell(word);
    private final CountDownLatch announced = new CountDownLatch(1);
    private final Thread owner = Thread.ofPlatform().daemon().unstarted(this::sleep);

    @BeforeEach
    void beginToSleep() throws InterruptedException {
        owner.start();
        announced.await();
    }

    @AfterEach
    void endSleep() {
        doorbell.wake();
    }

    private void sleep() {
        doorbell.announceSleep();
        announced.countDown();
        doorbell.sleep(HOUR_NS);
    }

    @Test
    void shouldWakeTheOwner() throws InterruptedException {
        doorbell.ring();

        assertThat(owner.join(PATIENCE)).isTrue();
    }

    @Test
    void shouldWakeTheOwnerOfAWordThatADyingPeerHasChanged() throws InterruptedException {
        changeWord();
        doorbell.wake();

        assertThat(owner.join(PATIENCE)).isTrue();
    }

    @Test
    void shouldNotSleepOnWhenThePeerThatChangedTheWordIsStopped() throws InterruptedException {
        changeWord();

        assertThat(owner.join(PATIENCE)).isTrue();
    }

    /** What a peer does before it wakes the owner. */
    private void changeWord() throws InterruptedException {
        owner.join(Duration.ofMillis(10)); // most likely it sleeps by then; it wakes in either case
        word.set(ValueLayout.JAVA_INT, 0, AWAKE);
    }
}
