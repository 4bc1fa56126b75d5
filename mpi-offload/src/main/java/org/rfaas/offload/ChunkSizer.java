package org.rfaas.offload;

import org.rfaas.offload.worker.RemoteFailureException;
import org.rfaas.offload.worker.SlotPort;
import org.rfaas.offload.worker.WorkerPort;

/**
 * Cuts a worker's part into chunks that fit a slot, are enough to keep two invocations in flight, and short enough that the
 * rank can take the last ones over.
 */
final class ChunkSizer {
    /** What is this large is worth transferring while the worker computes another chunk. */
    private static final long OVERLAP_BYTES = 256 << 10;

    private static final int MOST_FOR_OVERLAP = 8;

    /** A chunk that takes this long costs next to nothing to send and to commit. */
    private static final double LONG_NS = 2_000_000;

    private static final int MOST_FOR_BALANCE = 32;

    private final ChunkLayout trial;
    private final long payloadOffset;

    ChunkSizer(int arguments, long payloadOffset) {
        this.trial = new ChunkLayout(arguments);
        this.payloadOffset = payloadOffset;
    }

    /**
     * Iterations of a chunk for the part {@code [lo, hi)}.
     *
     * @param expectedNs time the part is expected to take
     * @throws RemoteFailureException when not even one iteration fits
     */
    int chunk(LoopArgument[] arguments, int lo, int hi, double expectedNs, WorkerPort worker) {
        int n = hi - lo;
        int largest = largest(arguments, lo, hi, worker);
        trial.layOut(arguments, lo, lo + largest, payloadOffset);
        long moved = (long) Math.max(trial.inputBytes(), trial.answerBytes()) * n / largest;
        long pieces = Math.clamp(moved / OVERLAP_BYTES, 2, MOST_FOR_OVERLAP);
        pieces = Math.max(pieces, Math.min(MOST_FOR_BALANCE, (long) (expectedNs / LONG_NS)));
        pieces = Math.max(pieces, (n + largest - 1L) / largest);
        return (int) Math.max(1, (n + pieces - 1) / pieces);
    }

    /** The most iterations from {@code lo} on that fit a slot. */
    int largest(LoopArgument[] arguments, int lo, int hi, WorkerPort worker) {
        SlotPort slot = worker.slot(0);
        if (fits(arguments, lo, hi, slot)) {
            return hi - lo;
        }
        int fitting = 0;
        int tooMany = hi - lo;
        while (tooMany - fitting > 1) {
            int middle = (fitting + tooMany) >>> 1;
            if (fits(arguments, lo, lo + middle, slot)) {
                fitting = middle;
            } else {
                tooMany = middle;
            }
        }
        if (fitting == 0) {
            throw new RemoteFailureException("iteration " + lo + " moves more than the "
                    + slot.output().byteSize() + " bytes of a slot; let an iteration write less, or make slots larger");
        }
        return fitting;
    }

    private boolean fits(LoopArgument[] arguments, int lo, int hi, SlotPort slot) {
        trial.layOut(arguments, lo, hi, payloadOffset);
        return trial.fits(slot.input().byteSize(), slot.output().byteSize());
    }
}
