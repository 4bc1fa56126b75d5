package org.rfaas.fabric.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rfaas.fabric.QueuePair.SIGNALED;
import static org.rfaas.fabric.QueuePair.UNSIGNALED;

import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkOpcode;
import org.rfaas.fabric.WorkStatus;

/** Completions, back-pressure, waiting. */
interface CompletionContract extends ContractTest {
    /** However a provider rounds a depth up, this many times it is enough. */
    int GENEROUS = 8;

    /** Long enough for a slow machine, and less than what waited in vain. */
    Duration SOON = Ends.PATIENCE.dividedBy(2);

    @Test
    default void shouldCompleteSignaledWorkInOrderAndUnsignaledWorkSilently() {
        Ends.Link link = ends().connect();
        RemoteRegion remote = ends().attach(link, ends().target.allocate(64, Access.REMOTE_WRITE));
        MemoryRegion local = ends().fabric.allocate(64, Set.of());

        Ends.post(() -> link.queuePair().write(local, 0, remote, 0, 8, 1, UNSIGNALED));
        Ends.post(() -> link.queuePair().write(local, 0, remote, 0, 8, Long.MIN_VALUE, SIGNALED));
        Ends.post(() -> link.queuePair().send(local, 0, 8, 3, UNSIGNALED));
        Ends.post(() -> link.queuePair().writeWithImmediate(local, 0, remote, 0, 8, 0, 4, UNSIGNALED));
        Ends.post(() -> link.queuePair().write(local, 0, remote, 0, 0, -1, SIGNALED));

        ends().target.ask("post-receive", link.peer(), ends().target.allocate(8).index(), 0, 8, 0);
        ends().target.ask("post-receive-immediate", link.peer(), 1);
        ends().expectAtTarget("RECEIVE 0 SUCCESS 8", "RECEIVE_IMMEDIATE 1 SUCCESS 8");
        ends().expect(WorkStatus.SUCCESS, Long.MIN_VALUE, -1);
        ends().expectNothing();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16})
    default void shouldBlockPostsWhileCompletionsAreNotPolledAndRecover(int depth) {
        Ends.Link link = ends().connect(depth, 64);
        RemoteRegion remote = ends().attach(link, ends().target.allocate(64, Access.REMOTE_WRITE));
        MemoryRegion local = ends().fabric.allocate(64, Set.of());

        int posted = 0;
        while (link.queuePair().write(local, 0, remote, 0, 8, posted, SIGNALED) == PostResult.POSTED) {
            posted++;
            assertThat(posted).as("writes accepted").isLessThanOrEqualTo(GENEROUS * depth);
        }
        assertThat(posted).isGreaterThanOrEqualTo(depth);
        for (int i = 0; i < posted; i++) {
            ends().expect(WorkStatus.SUCCESS, i);
        }
        ends().expectNothing();
        Ends.post(() -> link.queuePair().write(local, 0, remote, 0, 8, 99, SIGNALED));
        ends().expect(WorkStatus.SUCCESS, 99);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16})
    default void shouldBlockPostsWhileThePeerPostsNoReceivesAndRecover(int depth) {
        Ends.Link link = ends().connect(depth, 64);
        MemoryRegion local = ends().fabric.allocate(64, Set.of());
        Target.TargetRegion into = ends().target.allocate(64);

        int posted = 0;
        while (sendNumber(link, local, posted) == PostResult.POSTED) {
            posted++;
            assertThat(posted).as("messages accepted").isLessThanOrEqualTo(GENEROUS * depth);
        }
        assertThat(posted).isGreaterThanOrEqualTo(depth);
        for (int i = 0; i < posted; i++) {
            ends().target.ask("post-receive", link.peer(), into.index(), 0, 64, i);
            ends().expectAtTarget("RECEIVE " + i + " SUCCESS 4");
            assertThat(ends().target.get(into, 0, 4)).containsExactly(i, 0, 0, 0);
        }
        int next = posted;
        WorkCompletion none = new WorkCompletion();
        assertThat(Waiting.until(
                        () -> {
                            assertThat(ends().completions.poll(none)).isFalse();
                            return sendNumber(link, local, next) == PostResult.POSTED;
                        },
                        SOON))
                .as("room again")
                .isTrue();
        ends().target.ask("post-receive", link.peer(), into.index(), 0, 64, 5);
        ends().expectAtTarget("RECEIVE 5 SUCCESS 4");
    }

    private static PostResult sendNumber(Ends.Link link, MemoryRegion local, int number) {
        long at = 4L * (number % 16);
        local.segment().set(ValueLayout.JAVA_INT, at, number);
        return link.queuePair().send(local, at, 4, 0, UNSIGNALED);
    }

    @Test
    default void shouldBlockReceivesBeyondTheDepthAndRecover() {
        int depth = 4;
        Ends.Link link = ends().connect(depth, 64);
        int posted = 0;
        while (link.queuePair().postReceive(posted) == PostResult.POSTED) {
            posted++;
            assertThat(posted).as("receives accepted").isLessThanOrEqualTo(GENEROUS * depth);
        }
        assertThat(posted).isGreaterThanOrEqualTo(depth);
        MemoryRegion unused = ends().fabric.allocate(8, Ends.ALL);
        int there = ends().target.attach(link.peer(), unused.descriptor());
        int from = ends().target.allocate(8).index();
        ends().target.ask("write-with-immediate", link.peer(), from, 0, there, 0, 0, 5, 0, UNSIGNALED);
        ends().expect(WorkStatus.SUCCESS, 0);
        Ends.post(() -> link.queuePair().postReceive(1234));
    }

    @Test
    default void shouldNotStarveACalmQueuePairBesideABusyOne() {
        int count = 2000;
        int calmAfter = 500;
        Ends.Link busy = ends().connect();
        Ends.Link calm = ends().connect();
        MemoryRegion into = ends().fabric.allocate(8, Set.of());
        for (int i = 0; i < Ends.DEPTH; i++) {
            Ends.post(() -> busy.queuePair().postReceive(into, 0, 8, 1));
        }
        Ends.post(() -> calm.queuePair().postReceive(into, 0, 8, 2));
        int from = ends().target.allocate(8).index();

        ends().target.tell("flood", ends().targetCompletions, busy.peer(), calm.peer(), from, count, calmAfter);

        int seenBefore = -1;
        int seen = 0;
        while (seen < count || seenBefore < 0) {
            WorkCompletion next = ends().next();
            assertThat(next.isSuccess()).as("%s", next).isTrue();
            if (next.queuePair().equals(calm.queuePair())) {
                seenBefore = seen;
            } else {
                seen++;
                Ends.post(() -> busy.queuePair().postReceive(into, 0, 8, 1));
            }
        }
        ends().target.answer();
        assertThat(seenBefore).isLessThanOrEqualTo(calmAfter + GENEROUS * Ends.DEPTH);
    }

    @Test
    default void shouldEndAwaitWhenTheTimeIsUp() {
        ends().connect();
        WorkCompletion into = new WorkCompletion();
        long start = System.nanoTime();
        assertThat(ends().completions.await(into, 100_000_000)).isFalse();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(took).isBetween(Duration.ofMillis(99), Duration.ofMillis(100).plus(SOON));

        assertThat(ends().completions.await(into, 0)).isFalse();
        assertThat(ends().completions.await(into, -1)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    }

    @Test
    default void shouldSpendNoCpuWhileItAwaits() {
        ends().connect();
        var threads = ManagementFactory.getThreadMXBean();
        WorkCompletion into = new WorkCompletion();
        ends().completions.await(into, 1_000_000);
        long before = threads.getCurrentThreadCpuTime();
        ends().completions.await(into, 700_000_000);
        Duration burnt = Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);

        assertThat(burnt).isLessThan(Duration.ofMillis(70));
    }

    @Test
    default void shouldEndTheNextAwaitAfterAWakeUp() {
        WorkCompletion into = new WorkCompletion();
        ends().completions.wakeUp();
        long start = System.nanoTime();
        assertThat(ends().completions.await(into, Ends.PATIENCE.toNanos())).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);

        // used up: the one after sleeps
        start = System.nanoTime();
        assertThat(ends().completions.await(into, 50_000_000)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(49));
    }

    @Test
    default void shouldEndAnAwaitUnderWayByAWakeUp() {
        CompletableFuture<Duration> awaiting = inBackground(() -> {
            long start = System.nanoTime();
            assertThat(ends().completions.await(new WorkCompletion(), Ends.PATIENCE.toNanos()))
                    .isFalse();
            return Duration.ofNanos(System.nanoTime() - start);
        });
        ends().target.ask("sleep", 150);
        ends().completions.wakeUp();
        assertThat(awaiting.join()).isLessThan(SOON);
    }

    @Test
    default void shouldWakeFromAwaitByThePeersWrite() {
        Ends.Link link = ends().connect();
        MemoryRegion unused = ends().fabric.allocate(8, Ends.ALL);
        int there = ends().target.attach(link.peer(), unused.descriptor());
        int from = ends().target.allocate(8).index();
        WorkCompletion into = new WorkCompletion();
        for (int i = 0; i < 5; i++) {
            int workId = i;
            Ends.post(() -> link.queuePair().postReceive(workId));
            ends().target.tell("sleep", 40);
            ends().target.tell("write-with-immediate", link.peer(), from, 0, there, 0, 0, i, 0, UNSIGNALED);
            long start = System.nanoTime();
            assertThat(ends().completions.await(into, Ends.PATIENCE.toNanos())).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
            assertThat(into.immediate()).isEqualTo(i);
            ends().target.answer();
            ends().target.answer();
        }
    }

    @Test
    default void shouldWakeFromAwaitByWorkThatAnotherThreadPosts() {
        Ends.Link link = ends().connect();
        RemoteRegion remote = ends().attach(link, ends().target.allocate(8, Access.REMOTE_WRITE, Access.REMOTE_READ));
        MemoryRegion local = ends().fabric.allocate(8, Set.of());

        ends().target.ask("post-receive-immediate", link.peer(), 0);

        requireWake(WorkOpcode.WRITE, () -> link.queuePair().write(local, 0, remote, 0, 8, 1, SIGNALED));
        requireWake(WorkOpcode.READ, () -> link.queuePair().read(local, 0, remote, 0, 8, 1));
        requireWake(
                WorkOpcode.WRITE, () -> link.queuePair().writeWithImmediate(local, 0, remote, 0, 8, 0, 1, SIGNALED));
    }

    @Test
    default void shouldWakeFromAwaitByAReceiveThatAnotherThreadPosts() {
        Ends.Link link = ends().connect();
        MemoryRegion unused = ends().fabric.allocate(8, Ends.ALL);
        int there = ends().target.attach(link.peer(), unused.descriptor());
        int from = ends().target.allocate(8).index();
        ends().target.ask("write-with-immediate", link.peer(), from, 0, there, 0, 0, 5, 0, UNSIGNALED);

        requireWake(WorkOpcode.RECEIVE_IMMEDIATE, () -> link.queuePair().postReceive(3));
    }

    private void requireWake(WorkOpcode opcode, Ends.Post work) {
        WorkCompletion into = new WorkCompletion();
        CompletableFuture<Duration> awaiting = inBackground(() -> {
            long start = System.nanoTime();
            assertThat(ends().completions.await(into, Ends.PATIENCE.toNanos())).isTrue();
            return Duration.ofNanos(System.nanoTime() - start);
        });
        ends().target.ask("sleep", 100);
        Ends.post(work);
        assertThat(awaiting.join()).as("%s", opcode).isLessThan(SOON);
        assertThat(into.opcode()).isEqualTo(opcode);
    }

    @Test
    default void shouldLetOneThreadPostWhileAnotherPolls() {
        int count = 20_000;
        Ends.Link link = ends().connect();
        RemoteRegion remote = ends().attach(link, ends().target.allocate(64, Access.REMOTE_WRITE));
        MemoryRegion local = ends().fabric.allocate(64, Set.of());

        CompletableFuture<Integer> polling = inBackground(() -> {
            WorkCompletion into = new WorkCompletion();
            for (int i = 0; i < count; i++) {
                assertThat(Waiting.next(ends().completions, into)).isTrue();
                assertThat(into.workId()).isEqualTo(i);
                assertThat(into.isSuccess()).isTrue();
            }
            return count;
        });
        for (int i = 0; i < count; i++) {
            int workId = i;
            assertThat(Waiting.until(
                            () -> link.queuePair().write(local, 0, remote, 0, 8, workId, SIGNALED) == PostResult.POSTED,
                            Ends.PATIENCE))
                    .isTrue();
        }
        assertThat(polling.join()).isEqualTo(count);
    }

    /** On a platform thread: await must not run on a virtual one. */
    static <T> CompletableFuture<T> inBackground(java.util.function.Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                work, task -> Thread.ofPlatform().name("contract-background").start(task));
    }
}
