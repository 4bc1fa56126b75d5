package org.rfaas.offload;

import org.rfaas.offload.kernel.LoopFrame;
import org.rfaas.offload.plan.PieceTimes;
import org.rfaas.offload.worker.KernelPort;
import org.rfaas.offload.worker.RemoteFailureException;
import org.rfaas.offload.worker.SlotPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The chunks of a worker's part: submitted in order to its slots in turn, and committed in the same order. */
final class ChunkQueue {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkQueue.class);

    private final RemoteWorker worker;
    private final ChunkCodec codec;
    private final Counters counters;
    private final ChunkSizer sizer;
    private final ChunkLayout[] layouts;
    private final PieceTimes times = new PieceTimes();

    private int hi;
    private int chunk;
    private int next;
    private int uncommitted;
    private int submitted;
    private int committed;
    private long executionNs;
    private boolean isRehearsal;

    ChunkQueue(RemoteWorker worker, ChunkCodec codec, int argumentCount, Counters counters) {
        this.worker = worker;
        this.codec = codec;
        this.counters = counters;
        this.sizer = new ChunkSizer(argumentCount, codec.payloadOffset());
        this.layouts = new ChunkLayout[worker.port().slots()];
        for (int i = 0; i < layouts.length; i++) {
            layouts[i] = new ChunkLayout(argumentCount);
        }
    }

    /**
     * Starts with the iterations {@code [from, to)}.
     *
     * @param dropsAnswers whether nothing is to be committed
     */
    void start(int from, int to, boolean dropsAnswers) {
        hi = to;
        next = from;
        uncommitted = from;
        submitted = 0;
        committed = 0;
        executionNs = 0;
        times.clear();
        isRehearsal = dropsAnswers;
    }

    /** Cuts what there is into chunks, which are expected to take {@code expectedNs} together. */
    void cut(LoopArgument[] arguments, double expectedNs) {
        chunk = sizer.chunk(arguments, next, hi, expectedNs, worker.port());
    }

    /** Submits chunks as long as there are free slots. */
    void submit(LoopArgument[] arguments, KernelPort kernel) {
        while (next < hi && submitted - committed < layouts.length) {
            int index = submitted % layouts.length;
            SlotPort slot = worker.port().slot(index);
            ChunkLayout layout = layouts[index];
            int end = (int) Math.min(hi, (long) next + chunk);
            layout.layOut(arguments, next, end, codec.payloadOffset());
            if (!layout.fits(slot.input().byteSize(), slot.output().byteSize())) {
                end = next + sizer.largest(arguments, next, end, worker.port());
                layout.layOut(arguments, next, end, codec.payloadOffset());
            }
            codec.write(layout, slot.input(), worker);
            slot.submit(kernel, layout.inputBytes());
            counters.bytesSent += layout.inputBytes();
            submitted++;
            next = end;
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
            long received = codec.commit(layout, slot.output());
            counters.committed((long) layout.hi() - layout.lo(), received, ns);
        }
        uncommitted = layout.hi();
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

    /** Ends with the chunks that were submitted. */
    void keepToSubmitted() {
        hi = next;
    }

    /** Takes the last chunk out, unless it was submitted; {@code false} when there is none. */
    boolean giveBackChunk() {
        if (next >= hi) {
            return false;
        }
        hi = Math.max(next, hi - chunk);
        return true;
    }

    boolean isFinished() {
        return uncommitted == hi;
    }

    /** Whether chunks wait for a free slot. */
    boolean hasWaitingChunks() {
        return next < hi;
    }

    /** First iteration whose results are not in the rank's arrays. */
    int uncommitted() {
        return uncommitted;
    }

    int hi() {
        return hi;
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
