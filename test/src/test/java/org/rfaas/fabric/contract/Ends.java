package org.rfaas.fabric.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkStatus;

/** What a contract test has at hand: a fabric of its own with one completion queue, and a target that listens. */
final class Ends implements AutoCloseable {
    static final int DEPTH = 16;
    static final int MAX_MESSAGE_BYTES = 4096;
    static final int COMPLETIONS = 4096;
    static final Duration PATIENCE = Waiting.PATIENCE;
    static final Set<Access> ALL = EnumSet.allOf(Access.class);

    final Fabric fabric;
    final CompletionQueue completions;
    final Target target;
    final Target.TargetListener listener;
    final int targetCompletions;
    final String freeLocation;
    private final WorkCompletion completion = new WorkCompletion();

    Ends(Fabric fabric, Target target, String freeLocation) {
        this.fabric = fabric;
        this.completions = fabric.createCompletionQueue(COMPLETIONS);
        this.target = target;
        this.freeLocation = freeLocation;
        this.listener = target.listen(freeLocation);
        this.targetCompletions = target.askNumber("create-completion-queue", COMPLETIONS);
    }

    /** A connection, by its index at the target. */
    record Link(QueuePair queuePair, int peer) {}

    QueuePairOptions options(int depth, int maxMessageBytes) {
        return new QueuePairOptions(completions, depth, maxMessageBytes);
    }

    Link connect() {
        return connect(DEPTH, MAX_MESSAGE_BYTES);
    }

    Link connect(int depth, int maxMessageBytes) {
        tellAccept(depth, maxMessageBytes, new byte[0]);
        QueuePair queuePair =
                fabric.connect(listener.address(), options(depth, maxMessageBytes), new byte[0], PATIENCE);
        return new Link(queuePair, Integer.parseInt(target.answer()[0]));
    }

    void tellAccept(int depth, int maxMessageBytes, byte[] privateData) {
        target.tell(
                "accept",
                listener.index(),
                PATIENCE.toMillis(),
                targetCompletions,
                depth,
                maxMessageBytes,
                Target.hex(privateData));
    }

    /** Local memory that holds these bytes. */
    MemoryRegion regionOf(byte[] bytes) {
        MemoryRegion region = fabric.allocate(Math.max(1, bytes.length), Set.of());
        MemorySegment.copy(bytes, 0, region.segment(), ValueLayout.JAVA_BYTE, 0, bytes.length);
        return region;
    }

    static byte[] bytes(MemoryRegion region, long offset, long bytes) {
        return region.segment().asSlice(offset, bytes).toArray(ValueLayout.JAVA_BYTE);
    }

    RemoteRegion attach(Link link, Target.TargetRegion region) {
        return link.queuePair().attach(region.descriptor());
    }

    /** The next completion; the object is reused. */
    WorkCompletion next() {
        assertThat(Waiting.next(completions, completion))
                .as("a completion within %s", PATIENCE)
                .isTrue();
        return completion;
    }

    /** Waits for completions and requires these work ids, in this order, each with this status. */
    void expect(WorkStatus status, long... workIds) {
        for (long workId : workIds) {
            WorkCompletion next = next();
            assertThat(next.workId()).as("%s", next).isEqualTo(workId);
            assertThat(next.status()).as("%s", next).isEqualTo(status);
        }
    }

    /** Polls for a moment and requires that nothing comes. */
    void expectNothing() {
        boolean came = completions.await(completion, Duration.ofMillis(50).toNanos());
        assertThat(came).as("unexpected %s", came ? completion : "").isFalse();
    }

    /** Waits until the target has carried out all that was posted before on this queue pair. */
    void flush(Link link) {
        target.ask("post-receive-immediate", link.peer(), 777);
        MemoryRegion nothing = fabric.allocate(8, Set.of());
        Target.TargetRegion unused = target.allocate(8, Access.REMOTE_WRITE);
        post(() -> link.queuePair()
                .writeWithImmediate(nothing, 0, attach(link, unused), 0, 0, 7, 0, QueuePair.UNSIGNALED));
        String arrived = targetNext();
        assertThat(arrived).startsWith("RECEIVE_IMMEDIATE 777 SUCCESS 0 7 ");
    }

    String targetNext() {
        return target.await(targetCompletions, (int) PATIENCE.toMillis());
    }

    void expectAtTarget(String... completionsWithoutQueuePair) {
        for (String expected : completionsWithoutQueuePair) {
            assertThat(targetNext() + " ").startsWith(expected + " ");
        }
    }

    /** Work to post. */
    interface Post {
        PostResult attempt();
    }

    static void post(Post work) {
        assertThat(work.attempt()).isEqualTo(PostResult.POSTED);
    }

    static void postAll(List<Post> work) {
        work.forEach(Ends::post);
    }

    @Override
    public void close() {
        fabric.close();
    }
}
