package org.rfaas.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkOpcode;
import org.rfaas.fabric.WorkStatus;

/** What happens on a connection while nobody polls it, while somebody does, and when he stops. */
@Timeout(240)
class ProgressTest {
    private static final int REGION_BYTES = 32 << 20;
    private static final long PATIENCE_NS = TimeUnit.MINUTES.toNanos(1);
    private static final FabricSettings.Tcp OPTIONS =
            new FabricSettings.Tcp("127.0.0.1", Duration.ofMillis(500), Duration.ofMillis(2500), 0);

    private TcpPair pair;
    private final WorkCompletion completion = new WorkCompletion();

    @BeforeEach
    void connect() {
        pair = new TcpPair(OPTIONS, REGION_BYTES);
    }

    @AfterEach
    void close() {
        pair.close();
    }

    @Test
    void shouldCarryOutOneSidedWorkWhileTheTargetDoesNotPoll() {
        requireOneSidedWork();
    }

    @Test
    void shouldCarryOutOneSidedWorkAfterTheTargetHasPolledHotAndStopped() {
        for (int repeat = 0; repeat < 20; repeat++) {
            pollTarget(Duration.ofMillis(repeat % 4));
            requireOneSidedWork();
        }
    }

    @Test
    void shouldCarryOutOneSidedWorkAfterTheTargetHasSleptForLongAndStopped() {
        for (int repeat = 0; repeat < 5; repeat++) {
            // long enough for the progress thread to have stopped looking
            pair.targetCompletions.await(completion, TimeUnit.MILLISECONDS.toNanos(60));
            requireOneSidedWork();
        }
    }

    @Test
    void shouldFinishALongWriteThatItsPosterLeavesAlone() throws InterruptedException {
        pair.here.segment().fill((byte) 7);
        pollInitiator(Duration.ofMillis(5));
        post(() -> pair.initiator.write(pair.here, 0, pair.remote, 0, REGION_BYTES, 1, QueuePair.UNSIGNALED));
        MemorySegment there = pair.there.segment();
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (there.get(ValueLayout.JAVA_BYTE, REGION_BYTES - 1) == 0 && System.nanoTime() < deadlineNs) {
            Thread.sleep(10); // no poll at either end
        }
        assertThat(there.mismatch(pair.here.segment())).isEqualTo(-1);
    }

    @Test
    void shouldReadWhileBothSidesHaveImmediatesNobodyWants() {
        for (int i = 0; i < TcpPair.DEPTH - 1; i++) {
            int number = i;
            post(() -> pair.initiator.writeWithImmediate(
                    pair.here, 0, pair.remote, 0, 8, number, 0, QueuePair.UNSIGNALED));
        }
        requireOneSidedWork();
        for (int i = 0; i < TcpPair.DEPTH - 1; i++) {
            int number = i;
            post(() -> pair.target.postReceive(number));
            assertThat(pair.targetCompletions.await(completion, PATIENCE_NS)).isTrue();
            assertThat(completion.immediate()).isEqualTo(i);
        }
    }

    @Test
    void shouldFlushWorkOfALostPeerWhileAnArrivalWaitsForAReceive() {
        pair.target.send(pair.there, 0, 8, 1, QueuePair.UNSIGNALED);
        pair.target.close();
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (pair.initiator.isConnected()) {
            assertThat(pair.initiatorCompletions.poll(completion)).isFalse();
            assertThat(System.nanoTime()).as("disconnected").isLessThan(deadlineNs);
        }

        post(() -> pair.initiator.write(pair.here, 0, pair.remote, 0, 8, 2, QueuePair.SIGNALED));
        requireCompletion(2, WorkStatus.FLUSHED);
        post(() -> pair.initiator.postReceive(pair.here, 0, 8, 3));
        requireCompletion(3, WorkStatus.SUCCESS);
        post(() -> pair.initiator.postReceive(pair.here, 0, 8, 4));
        requireCompletion(4, WorkStatus.FLUSHED);
    }

    private void requireCompletion(long workId, WorkStatus status) {
        assertThat(pair.initiatorCompletions.await(completion, PATIENCE_NS))
                .as("a completion of work %d", workId)
                .isTrue();
        assertThat(completion.workId()).isEqualTo(workId);
        assertThat(completion.status()).isEqualTo(status);
    }

    @Test
    void shouldPostOnWithoutPollingAsLongAsThePeerTakesIt() {
        for (int i = 0; i < 10_000; i++) {
            long deadlineNs = System.nanoTime() + PATIENCE_NS;
            while (pair.initiator.write(pair.here, 0, pair.remote, 0, 64, i, QueuePair.UNSIGNALED)
                    == PostResult.WOULD_BLOCK) {
                assertThat(System.nanoTime()).as("write %d", i).isLessThan(deadlineNs);
            }
        }
        requireOneSidedWork();
    }

    @Test
    void shouldUseNoCpuWhileNothingHappens() throws InterruptedException {
        // two fabrics with a heartbeat each half second; a thread that looks every millisecond would use ten times that
        Duration little = Duration.ofMillis(15);
        Duration least = Duration.ofDays(1);
        // a machine that is stalled bills what it likes, but not each time
        for (int i = 0; i < 5 && least.compareTo(little) >= 0; i++) {
            Duration used = idleCpu();
            least = used.compareTo(least) < 0 ? used : least;
        }
        assertThat(least).isLessThan(little);
    }

    /** Processor time of both progress threads in a second and a half after somebody polled hot. */
    private Duration idleCpu() throws InterruptedException {
        pollTarget(Duration.ofMillis(20));
        pollInitiator(Duration.ofMillis(20));
        Thread sleeper = Thread.ofPlatform()
                .start(() -> pair.initiatorCompletions.await(new WorkCompletion(), TimeUnit.SECONDS.toNanos(2)));
        Thread.sleep(100);
        long before = progressCpuNs();
        Thread.sleep(1500);
        long used = progressCpuNs() - before;
        sleeper.join();
        return Duration.ofNanos(used);
    }

    @Test
    void shouldAllocateNothingForLongPayloadsEither() {
        long least = Long.MAX_VALUE;
        // until everything is compiled; one object a transfer would be 100,000 bytes each time
        for (int i = 0; i < 10 && least >= 30_000; i++) {
            long before = allocatedBytes();
            transferLong(3000);
            least = Math.min(least, allocatedBytes() - before);
        }
        assertThat(least).isLessThan(30_000);
    }

    private void transferLong(int count) {
        for (int i = 0; i < count; i++) {
            // not post: its lambdas would be what is allocated
            while (pair.initiator.write(pair.here, 0, pair.remote, 0, 100_000, 1, QueuePair.SIGNALED)
                    == PostResult.WOULD_BLOCK) {
                Thread.onSpinWait();
            }
            while (pair.initiator.read(pair.here, 0, pair.remote, 0, 100_000, 2) == PostResult.WOULD_BLOCK) {
                Thread.onSpinWait();
            }
            for (int k = 0; k < 2; k++) {
                if (!pair.initiatorCompletions.await(completion, PATIENCE_NS) || !completion.isSuccess()) {
                    throw new AssertionError("no completion: " + completion);
                }
            }
        }
    }

    /** Of this thread and of both progress threads. */
    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes()
                + Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                        .filter(info -> info != null && info.getThreadName().equals("tcp-progress"))
                        .mapToLong(info -> threads.getThreadAllocatedBytes(info.getThreadId()))
                        .sum();
    }

    @Test
    void shouldKeepAnIdleConnectionForLongerThanTheHeartbeat() throws InterruptedException {
        pair.close();
        pair = new TcpPair(new FabricSettings.Tcp("127.0.0.1", Duration.ofMillis(50), Duration.ofSeconds(2), 0), 64);
        Thread.sleep(3000);
        assertThat(pair.initiator.isConnected()).isTrue();
        assertThat(pair.target.isConnected()).isTrue();
    }

    private void requireOneSidedWork() {
        MemorySegment here = pair.here.segment();
        here.set(ValueLayout.JAVA_LONG, 0, 42);
        post(() -> pair.initiator.write(pair.here, 0, pair.remote, 8, 8, 1, QueuePair.SIGNALED));
        post(() -> pair.initiator.fetchAndAdd(pair.here, 16, pair.remote, 8, 1, 2));
        post(() -> pair.initiator.read(pair.here, 24, pair.remote, 8, 8, 3));
        for (WorkOpcode opcode : new WorkOpcode[] {WorkOpcode.WRITE, WorkOpcode.FETCH_AND_ADD, WorkOpcode.READ}) {
            assertThat(pair.initiatorCompletions.await(completion, PATIENCE_NS)).isTrue();
            assertThat(completion.opcode()).isEqualTo(opcode);
            assertThat(completion.isSuccess()).isTrue();
        }
        assertThat(here.get(ValueLayout.JAVA_LONG, 16)).isEqualTo(42);
        assertThat(here.get(ValueLayout.JAVA_LONG, 24)).isEqualTo(43);
    }

    private void pollTarget(Duration time) {
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < time.toNanos()) {
            assertThat(pair.targetCompletions.poll(completion)).isFalse();
        }
    }

    private void pollInitiator(Duration time) {
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < time.toNanos()) {
            assertThat(pair.initiatorCompletions.poll(completion)).isFalse();
        }
    }

    /** Posts as soon as there is room. */
    private static void post(Supplier<PostResult> work) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (work.get() == PostResult.WOULD_BLOCK) {
            assertThat(System.nanoTime()).as("no room").isLessThan(deadlineNs);
        }
    }

    private static long progressCpuNs() {
        var threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(info -> info != null && info.getThreadName().equals("tcp-progress"))
                .mapToLong(info -> threads.getThreadCpuTime(info.getThreadId()))
                .sum();
    }
}
