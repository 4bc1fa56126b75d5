package org.rfaas.executor.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.executor.manager.RunningExecutor;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;
import org.rfaas.executor.pipe.FunctionRules;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.LeaseId;
import org.rfaas.wire.SlotLayout;

@Timeout(240)
class ExecutorPoolTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final long GIB = 1L << 30;

    private final BlockingQueue<FakeStandby> started = new LinkedBlockingQueue<>();
    /** Of the next starts. */
    private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();

    private final FakeStandby fresh = new FakeStandby();
    private final AtomicLong availableBytes = new AtomicLong(8 * GIB);
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean failsToLook;
    private final ExecutorPool pool = new ExecutorPool(
            new PoolOptions("shm", 3, 2, GIB, GIB, TIMEOUT),
            (fabric, heapBytes, timeout) -> {
                RuntimeException failure = failures.poll();
                if (failure != null) {
                    throw failure;
                }
                FakeStandby executor = new FakeStandby();
                started.add(executor);
                return executor;
            },
            (assignment, memoryBytes, timeout) -> fresh,
            this::look);

    @AfterEach
    void close() {
        pool.close();
    }

    private long look() {
        looks.incrementAndGet();
        if (failsToLook) {
            throw new UncheckedIOException(new IOException("no /proc/meminfo"));
        }
        return availableBytes.get();
    }

    private RunningExecutor launch(String fabric, long memoryBytes) throws Exception {
        Assign assignment = new Assign(
                new LeaseId(1),
                AccessToken.random(),
                fabric,
                FabricSettings.DEFAULTS,
                "",
                1,
                List.of(),
                new SlotLayout(1, SlotLayout.MIN_SLOT_BYTES),
                0,
                0,
                TIMEOUT.toNanos(),
                FunctionRules.none());
        return pool.launch(assignment, memoryBytes, TIMEOUT);
    }

    private FakeStandby nextStarted() throws InterruptedException {
        FakeStandby executor = started.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertThat(executor).as("started").isNotNull();
        return executor;
    }

    @Test
    void shouldHandOverTheOldestAndFillAgain() throws Exception {
        pool.start();
        FakeStandby first = nextStarted();
        FakeStandby second = nextStarted();
        assertThat(pool.awaitFull(TIMEOUT)).isTrue();

        assertThat(launch("shm", GIB)).isSameAs(first);
        assertThat(nextStarted()).as("in its place").isNotSameAs(second);
        assertThat(pool.awaitFull(TIMEOUT)).isTrue();
        assertThat(launch("shm", GIB)).isSameAs(second);
    }

    @Test
    void shouldStartAFreshOneForWhatThePoolCannotServe() throws Exception {
        assertThat(launch("shm", GIB)).as("empty").isSameAs(fresh);
        pool.start();
        assertThat(pool.awaitFull(TIMEOUT)).isTrue();
        assertThat(launch("tcp", GIB)).as("other provider").isSameAs(fresh);
        assertThat(launch("shm", GIB + 1)).as("larger lease").isSameAs(fresh);
    }

    @Test
    void shouldPassOverOneThatFailsWhenItGetsItsLease() throws Exception {
        pool.start();
        nextStarted().broken = true;
        FakeStandby second = nextStarted();
        assertThat(pool.awaitFull(TIMEOUT)).isTrue();
        assertThat(launch("shm", GIB)).isSameAs(second);
    }

    @Test
    void shouldFillOnAfterAFailureThatNobodyExpected() throws Exception {
        failures.add(new UncheckedIOException(new IOException("no such link")));
        pool.start();
        assertThat(pool.awaitFull(TIMEOUT)).isTrue();
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldNotTryAgainAtOnceWhatFailedBeforeItLookedAtTheChanges() throws Exception {
        failsToLook = true;
        launch("tcp", GIB); // a change
        pool.start();
        long startNs = System.nanoTime();
        while (looks.get() == 0) {
            assertThat(System.nanoTime() - startNs).isLessThan(TIMEOUT.toNanos());
            Thread.sleep(1);
        }
        Thread.sleep(200);
        assertThat(looks.get()).isLessThan(10);
    }

    @Test
    void shouldReplaceOneThatDies() throws Exception {
        pool.start();
        FakeStandby first = nextStarted();
        FakeStandby second = nextStarted();
        assertThat(pool.awaitFull(TIMEOUT)).isTrue();
        first.kill();
        nextStarted();
        assertThat(launch("shm", GIB)).isSameAs(second);
    }

    @Test
    void shouldGiveMemoryBackWhenItIsShortAndFillWhenItIsNot() throws Exception {
        pool.start();
        FakeStandby first = nextStarted();
        FakeStandby second = nextStarted();
        assertThat(pool.awaitFull(TIMEOUT)).isTrue();
        availableBytes.set(GIB - 1);
        first.exit.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        second.exit.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        assertThat(launch("shm", GIB)).isSameAs(fresh);
        availableBytes.set(8 * GIB);
        assertThat(pool.awaitFull(TIMEOUT)).isTrue();
    }

    @Test
    void shouldEndWhatItHoldsWhenItIsClosed() throws Exception {
        pool.start();
        FakeStandby first = nextStarted();
        FakeStandby second = nextStarted();
        assertThat(pool.awaitFull(TIMEOUT)).isTrue();
        pool.close();
        assertThat(first.exit).isDone();
        assertThat(second.exit).isDone();
    }
}
