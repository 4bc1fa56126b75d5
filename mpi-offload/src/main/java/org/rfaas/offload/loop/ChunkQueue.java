package org.rfaas.offload.loop;

import org.rfaas.offload.kernel.LoopFrame;
import org.rfaas.offload.plan.PieceTimes;
import org.rfaas.offload.pool.RemoteWorker;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.KernelPort;
import org.rfaas.offload.worker.RemoteFailureException;
import org.rfaas.offload.worker.SlotPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chunks of a worker's part, from its end backwards: submitted to its slots in turn, and committed in the same order. Where
 * the part begins may move as long as it does, so that the rank, which computes what lies before, and the worker meet.
 */
final class ChunkQueue {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkQueue.class);

    /** One that the worker computes and one that travels meanwhile; what is in flight cannot be taken back. */
    private static final int MOST_IN_FLIGHT = 2;

    private final RemoteWorker worker;
    private final ChunkCodec codec;
    private final Counters counters;
    private final ChunkSizer sizer;
    private final ChunkLayout[] layouts;
    private final PieceTimes times = new PieceTimes();

    private int lo;
    private int next;
    private int uncommitted;
    private int submitted;
    private int committed;
    private long executionNs;
    private boolean isRehearsal;

    ChunkQueue(RemoteWorker worker, ShippedLoop loop, Counters counters) {
        this.worker = worker;
        this.codec = loop.codec();
        this.counters = counters;
        this.sizer = new ChunkSizer(loop.arguments(), codec.payloadOffset());
        this.layouts = new ChunkLayout[Math.min(MOST_IN_FLIGHT, worker.port().slots())];
        for (int i = 0; i < layouts.length; i++) {
            layouts[i] = new ChunkLayout(loop.arguments());
        }
    }

    /** Starts with the iterations {@code [from, to)}. */
    void start(int from, int to) {
        start(from, to, false);
    }

    /** As {@link #start}, but nothing is to be committed. */
    void startRehearsal(int from, int to) {
        start(from, to, true);
    }

    private void start(int from, int to, boolean dropsAnswers) {
        lo = from;
        next = to;
        uncommitted = to;
        submitted = 0;
        committed = 0;
        executionNs = 0;
        times.clear();
        isRehearsal = dropsAnswers;
    }

    /** Cuts what there is into chunks, which are expected to take {@code expectedNs} together. */
    void cut(double expectedNs) {
        sizer.begin(lo, next, expectedNs, worker.port());
    }

    /** Cuts what there is into two chunks, or into more where these do not fit a slot. */
    void cutInTwo() {
        sizer.beginInTwo(lo, next, worker.port());
    }

    /** Submits chunks as long as there are free slots. */
    void submit(KernelPort kernel) {
        while (lo < next && submitted - committed < layouts.length) {
            int index = submitted % layouts.length;
            SlotPort slot = worker.port().slot(index);
            ChunkLayout layout = layouts[index];
            int start = next - sizer.chunk(next - lo);
            layout.layOut(start, next, codec.payloadOffset());
            if (!layout.fits(slot.input().byteSize(), slot.output().byteSize())) {
                start = next - sizer.largest(start, next, worker.port());
                layout.layOut(start, next, codec.payloadOffset());
            }
            codec.write(layout, slot.input(), worker);
            slot.submit(kernel, layout.inputBytes());
            counters.sent(layout.inputBytes());
            submitted++;
            next = start;
        }
    }

    /** Commits the oldest answer, which is there. */
    void commit() {
        SlotPort slot = head();
        ChunkLayout layout = layouts[committed % layouts.length];
        committed++;
        int bytes = slot.finish();
        long ns = LoopFrame.executionNs(slot.output(), bytes);
        if (ns < 0 || bytes != layout.answerBytes()) {
            throw new RemoteFailureException(
                    "an answer of " + bytes + " bytes where " + layout.answerBytes() + " were due");
        }
        executionNs += ns;
        times.add(layout.lo(), layout.hi(), ns);
        if (!isRehearsal) {
            long received = codec.commit(layout, slot.input(), slot.output());
            counters.committed((long) layout.hi() - layout.lo(), received, ns);
        }
        uncommitted = layout.lo();
    }

    /** Waits for the oldest answer and drops it, whatever it is; {@code false} when it does not come in time. */
    boolean drop(long timeoutNs) {
        SlotPort slot = head();
        if (!slot.awaitDone(timeoutNs)) {
            return false;
        }
        committed++;
        try {
            slot.finish();
        } catch (RemoteFailureException e) {
            LOG.trace("a later chunk failed too", e);
        }
        return true;
    }

    /** Whether the oldest answer is there. */
    boolean isDone() {
        return isInFlight() && head().isDone();
    }

    /** Waits for the oldest answer; whether it is there. */
    boolean awaitDone(long timeoutNs) {
        return head().awaitDone(timeoutNs);
    }

    /** Whether any answer is to come. */
    boolean isInFlight() {
        return committed < submitted;
    }

    /** Iterations of the oldest chunk whose answer is to come. */
    int inFlight() {
        ChunkLayout oldest = layouts[committed % layouts.length];
        return oldest.hi() - oldest.lo();
    }

    /** End of the iterations that wait for a free slot. */
    int unsent() {
        return next;
    }

    /** Ends with the chunks that were submitted. */
    void keepToSubmitted() {
        lo = next;
    }

    /** The first iterations, if there are any, are the caller's again, unless they were submitted. */
    void giveBackChunk() {
        lo += sizer.chunk(next - lo);
    }

    /** Begins earlier. */
    void growTo(int from) {
        lo = from;
    }

    boolean isFinished() {
        return uncommitted == lo;
    }

    /** Whether chunks wait for a free slot. */
    boolean hasWaitingChunks() {
        return lo < next;
    }

    /** End of the iterations whose results are not in the rank's arrays; the first of them is {@link #lo}. */
    int uncommitted() {
        return uncommitted;
    }

    int lo() {
        return lo;
    }

    /** Time the worker spent in the kernel, ns. */
    long executionNs() {
        return executionNs;
    }

    /** Time the worker spent on each chunk. */
    PieceTimes times() {
        return times;
    }

    private SlotPort head() {
        return worker.port().slot(committed % layouts.length);
    }
}
