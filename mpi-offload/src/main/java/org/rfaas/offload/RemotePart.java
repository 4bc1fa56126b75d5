package org.rfaas.offload;

import org.jspecify.annotations.Nullable;
import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.kernel.LoopFrame;
import org.rfaas.offload.worker.KernelPort;
import org.rfaas.offload.worker.RemoteFailureException;
import org.rfaas.offload.worker.SlotPort;
import org.rfaas.offload.worker.WorkerLostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker's part of one run of a loop: brings the data, keeps the worker's slots full of chunks, commits their answers
 * in order. When it throws, the iterations from {@link #uncommitted} on are the caller's. Reused from run to run.
 */
final class RemotePart {
    private static final Logger LOG = LoggerFactory.getLogger(RemotePart.class);

    private final RemoteWorker worker;
    private final ChunkCodec codec;
    private final Counters counters;
    private final ResidentSupply supply;
    private final ChunkSizer sizer;
    private final ChunkLayout[] layouts;

    private LoopArgument[] arguments = {};
    private @Nullable KernelPort kernel;
    private int lo;
    private int hi;
    private int chunk;
    private int next;
    private int uncommitted;
    private int submitted;
    private int committed;
    private long timeoutNs;
    private long startNs;
    private long progressNs;
    private long handlingNs;
    private long executionNs;
    private boolean wasAwaited;
    private boolean isRehearsal;

    RemotePart(RemoteWorker worker, ChunkCodec codec, int argumentCount, Counters counters) {
        this.worker = worker;
        this.codec = codec;
        this.counters = counters;
        this.supply = new ResidentSupply(worker);
        this.sizer = new ChunkSizer(argumentCount, codec.payloadOffset());
        this.layouts = new ChunkLayout[worker.port().slots()];
        for (int i = 0; i < layouts.length; i++) {
            layouts[i] = new ChunkLayout(argumentCount);
        }
    }

    /** Assigns the iterations {@code [from, to)}; nothing is sent yet. */
    void assign(int from, int to, long answerTimeoutNs) {
        isRehearsal = false;
        start(from, to, answerTimeoutNs);
    }

    /** As {@link #assign}, but the results are dropped, and it ends with the chunks that {@link #begin} submits. */
    void rehearse(int from, int to, long answerTimeoutNs) {
        isRehearsal = true;
        start(from, to, answerTimeoutNs);
    }

    private void start(int from, int to, long answerTimeoutNs) {
        lo = from;
        hi = to;
        next = from;
        uncommitted = from;
        submitted = 0;
        committed = 0;
        timeoutNs = answerTimeoutNs;
        handlingNs = 0;
        executionNs = 0;
        wasAwaited = false;
        startNs = System.nanoTime();
        progressNs = startNs;
    }

    /**
     * Sends what the part reads and submits its first chunks.
     *
     * @param loopLo start of the whole loop, with {@code loopHi} the bounds of what any later part can need
     * @param expectedNs time the part is expected to take
     */
    void begin(LoopArgument[] loopArguments, FunctionBundle bundle, int loopLo, int loopHi, double expectedNs) {
        arguments = loopArguments;
        worker.releaseCollected();
        kernel = worker.install(bundle);
        chunk = sizer.chunk(arguments, lo, hi, expectedNs, worker.port());
        handlingNs += supply.bring(arguments, lo, hi, loopLo, loopHi);
        startNs = System.nanoTime();
        progressNs = startNs;
        submitWhilePossible();
        if (isRehearsal) {
            // later, the loop's arguments may be those of another call
            hi = next;
        }
        handlingNs += System.nanoTime() - startNs;
    }

    /**
     * Commits answers that are there and submits more chunks; never blocks.
     *
     * @return whether there was anything to do
     */
    boolean pump() {
        if (committed == submitted || !head().isDone()) {
            return false;
        }
        long beginNs = System.nanoTime();
        while (committed < submitted && head().isDone()) {
            commitHead();
        }
        submitWhilePossible();
        progressNs = System.nanoTime();
        handlingNs += progressNs - beginNs;
        return true;
    }

    /** Waits for an answer, at most {@code maxNs}, and not past the part's deadline. */
    void await(long maxNs) {
        wasAwaited = true;
        var _ = head().awaitDone(Math.min(maxNs, requireInTime()));
    }

    /**
     * The time that is left for the next answer, ns.
     *
     * @throws WorkerLostException when there is none
     */
    long requireInTime() {
        long leftNs = progressNs + timeoutNs - System.nanoTime();
        if (leftNs <= 0) {
            throw new WorkerLostException("no answer in " + timeoutNs / 1_000_000 + " ms");
        }
        return leftNs;
    }

    /** After a failure: waits for what is still in flight, so that the slots can be used again; drops the answers. */
    void drain() {
        while (committed < submitted) {
            SlotPort slot = head();
            if (!slot.awaitDone(timeoutNs)) {
                throw new WorkerLostException("no answer in " + timeoutNs / 1_000_000 + " ms");
            }
            committed++;
            try {
                slot.finish();
            } catch (RemoteFailureException e) {
                LOG.trace("a later chunk failed too", e);
            }
        }
    }

    /** Bytes that the iterations {@code [from, to)} need and that are not there. */
    long missingBytes(LoopArgument[] loopArguments, int from, int to) {
        return supply.missingBytes(loopArguments, from, to);
    }

    /** Takes the last chunk back, unless it was submitted; {@code false} when there is none. */
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

    RemoteWorker worker() {
        return worker;
    }

    /** First iteration whose results are not in the rank's arrays. */
    int uncommitted() {
        return uncommitted;
    }

    int hi() {
        return hi;
    }

    int iterations() {
        return hi - lo;
    }

    long executionNs() {
        return executionNs;
    }

    long handlingNs() {
        return handlingNs;
    }

    /** From the first submission to the last answer. */
    long elapsedNs() {
        return progressNs - startNs;
    }

    boolean wasAwaited() {
        return wasAwaited;
    }

    private SlotPort head() {
        return worker.port().slot(committed % layouts.length);
    }

    private void submitWhilePossible() {
        KernelPort installed = kernel;
        if (installed == null) {
            throw new IllegalStateException("no kernel on the worker");
        }
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
            slot.submit(installed, layout.inputBytes());
            counters.bytesSent += layout.inputBytes();
            submitted++;
            next = end;
        }
    }

    private void commitHead() {
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
        if (!isRehearsal) {
            counters.bytesReceived += codec.commit(layout, slot.output());
            counters.iterationsRemote += layout.hi() - layout.lo();
            counters.executionNs += ns;
        }
        uncommitted = layout.hi();
    }
}
