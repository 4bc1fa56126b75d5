package org.rfaas.offload.loop;

import org.jspecify.annotations.Nullable;
import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.plan.PieceTimes;
import org.rfaas.offload.pool.RemoteWorker;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.KernelPort;
import org.rfaas.offload.worker.RemoteFailureException;
import org.rfaas.offload.worker.WorkerLostException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker's part of one run of a loop: brings the data, keeps the worker's slots full of chunks, and commits their answers
 * in order. When it throws, the iterations from {@link #lo} to {@link #uncommitted} are the caller's.
 * Reused from run to run.
 */
final class RemotePart {
    private static final Logger LOG = LoggerFactory.getLogger(RemotePart.class);

    private final RemoteWorker worker;
    private final FunctionBundle bundle;
    private final ResidentSupply supply;
    private final ChunkQueue chunks;
    private final AnswerDeadline deadline = new AnswerDeadline();
    private final PartTimes times = new PartTimes();

    private @Nullable KernelPort kernel;
    private int hi;
    private boolean hasToldOfNoRoom;

    /**
     * A part of no run yet.
     *
     * @param own knows how long the run is
     */
    RemotePart(RemoteWorker worker, ShippedLoop loop, OwnExecution own, Counters counters) {
        this.worker = worker;
        this.bundle = loop.bundle();
        this.supply = new ResidentSupply(worker, loop.arguments(), own);
        this.chunks = new ChunkQueue(worker, loop, counters);
    }

    /**
     * Begins with the iterations {@code [from, to)}: sends what they read and submits the first chunks.
     *
     * @param expectedNs time they are expected to take, 0 if not known
     */
    void begin(int from, int to, double expectedNs, long answerTimeoutNs) {
        chunks.start(from, to);
        start(to, answerTimeoutNs);
        install();
        chunks.cut(expectedNs);
        send();
    }

    /** Sends the iterations {@code [from, to)} in two chunks, or fewer of them where these do not fit; drops the answers. */
    void rehearse(int from, int to, long answerTimeoutNs) {
        chunks.startRehearsal(from, to);
        start(to, answerTimeoutNs);
        install();
        chunks.cutInTwo();
        send();
        // later, the loop's arguments may be those of another call
        chunks.keepToSubmitted();
    }

    private void start(int to, long answerTimeoutNs) {
        hi = to;
        deadline.start(answerTimeoutNs);
        times.start(System.nanoTime());
    }

    private void install() {
        worker.residences().releaseCollected();
        kernel = worker.install(bundle);
    }

    private void send() {
        long repeatedNs = supply.bring(chunks.lo(), hi);
        long broughtNs = System.nanoTime();
        times.busySince(broughtNs, 0);
        progressed(broughtNs);
        submit();
        times.handled(repeatedNs + System.nanoTime() - broughtNs);
    }

    /**
     * Commits answers that are there and submits more chunks; never blocks.
     *
     * @return whether there was anything to do
     */
    boolean pump() {
        if (!chunks.isDone()) {
            return false;
        }
        long beginNs = System.nanoTime();
        while (chunks.isDone()) {
            chunks.commit();
        }
        deadline.allowFor(chunks.executionNs());
        submit();
        long endNs = System.nanoTime();
        progressed(endNs);
        times.handled(endNs - beginNs);
        return true;
    }

    private void progressed(long nowNs) {
        deadline.progressed(nowNs);
        times.progressed(nowNs);
    }

    private void submit() {
        KernelPort installed = kernel;
        if (installed == null) {
            throw new IllegalStateException("no kernel on the worker");
        }
        chunks.submit(installed);
    }

    /** Waits for an answer, at most {@code maxNs}, and not past the part's deadline. */
    void await(long maxNs) {
        times.awaited();
        var _ = chunks.awaitDone(Math.min(maxNs, deadline.requireInTime()));
    }

    /** When its next answer is due. */
    AnswerDeadline deadline() {
        return deadline;
    }

    /**
     * After a failure: drops answers that are there. Never blocks.
     *
     * @return whether none is to come any more
     * @throws WorkerLostException when the next one is late
     */
    boolean dropArrived() {
        while (chunks.isDone()) {
            var _ = chunks.drop(0);
            deadline.progressed(System.nanoTime());
        }
        if (chunks.isInFlight()) {
            var _ = deadline.requireInTime();
        }
        return !chunks.isInFlight();
    }

    /** After a failure: waits for what is still in flight, so that the slots can be used again; drops the answers. */
    void drain() {
        while (chunks.isInFlight()) {
            if (!chunks.drop(deadline.timeoutNs())) {
                throw deadline.late();
            }
        }
    }

    /** Time that bringing what the iterations {@code [from, to)} need should take, but for what is there, ns. */
    double missingNs(int from, int to) {
        return supply.missingNs(from, to);
    }

    /** The first chunk, which begins at {@link #lo}, is the caller's again, unless it was submitted. */
    void giveBackChunk() {
        chunks.giveBackChunk();
    }

    /**
     * Has the part begin earlier, if that moves nothing that is in use, can be paid for, and has room on the worker.
     *
     * @param expectedNs time that what it gets is expected to take
     * @return whether it does
     */
    boolean growTo(int from, double expectedNs, TransferBudget budget) {
        boolean isIdle = !chunks.isInFlight();
        boolean mayMove = isIdle ? supply.mayHold(from, hi) : supply.hasRoom(from, hi);
        if (!mayMove || !budget.spend(supply.missingNs(from, hi))) {
            return false;
        }
        long beginNs = System.nanoTime();
        long repeatedNs;
        try {
            repeatedNs = supply.bring(from, hi);
        } catch (RemoteFailureException e) {
            if (!hasToldOfNoRoom) {
                hasToldOfNoRoom = true;
                LOG.info("worker {} keeps the part it has: {}", worker, e.getMessage());
            }
            return false;
        }
        long broughtNs = System.nanoTime();
        // neither the worker's idle time nor a one-time transfer says anything about the next run
        if (isIdle) {
            times.busySince(broughtNs - repeatedNs, chunks.executionNs());
        } else {
            times.interrupted(broughtNs - beginNs - repeatedNs);
        }
        chunks.growTo(from);
        chunks.cut(expectedNs);
        submit();
        long endNs = System.nanoTime();
        progressed(endNs);
        times.handled(repeatedNs + endNs - broughtNs);
        return true;
    }

    boolean isFinished() {
        return chunks.isFinished();
    }

    /** Whether chunks wait for a free slot. */
    boolean hasWaitingChunks() {
        return chunks.hasWaitingChunks();
    }

    /** End of the iterations whose results are not in the rank's arrays. */
    int uncommitted() {
        return chunks.uncommitted();
    }

    /** First iteration it has, without those given back. */
    int lo() {
        return chunks.lo();
    }

    int hi() {
        return hi;
    }

    /** Iterations of the chunk that the worker computes now, or many. */
    int chunkInFlight() {
        return chunks.isInFlight() ? chunks.inFlight() : Integer.MAX_VALUE;
    }

    /** End of the iterations that wait for a free slot; those from there to {@link #uncommitted} are in flight. */
    int unsent() {
        return chunks.unsent();
    }

    long executionNs() {
        return chunks.executionNs();
    }

    /** Time the worker spent on each chunk. */
    PieceTimes chunkTimes() {
        return chunks.times();
    }

    /** What it takes beyond computing. */
    PartTimes times() {
        return times;
    }
}
