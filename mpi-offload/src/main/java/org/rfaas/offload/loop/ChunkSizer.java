package org.rfaas.offload.loop;

import org.rfaas.offload.worker.RemoteFailureException;
import org.rfaas.offload.worker.SlotPort;
import org.rfaas.offload.worker.WorkerPort;

/**
 * Sizes of the chunks that a worker's part is cut into: what fits a slot; a part of what is left, so that the last ones are
 * small and either side can take them; and not so small that chunks cost more than they gain.
 */
final class ChunkSizer {
    /** A chunk that takes this long costs little to send and to commit. */
    private static final double LEAST_NS = 100_000;

    /** Of what is left, a chunk is one part in so many. */
    private static final int PARTS = 4;

    /** The same as long as nobody knows how long it takes: the first answer says so, and has a deadline. */
    private static final int UNKNOWN_PARTS = 64;

    private final ChunkLayout trial;
    private final long payloadOffset;
    private int parts;
    private int least;
    private int most;

    ChunkSizer(LoopArgument[] arguments, long payloadOffset) {
        this.trial = new ChunkLayout(arguments);
        this.payloadOffset = payloadOffset;
    }

    /**
     * Chunks are of the part {@code [lo, hi)} from now on, and there are at least two, so that one travels while the other is
     * computed.
     *
     * @param expectedNs time the part is expected to take, 0 if not known
     * @throws RemoteFailureException when not even one iteration fits
     */
    void begin(int lo, int hi, double expectedNs, WorkerPort worker) {
        int n = hi - lo;
        most = largest(lo, hi, worker);
        boolean isKnown = expectedNs > 0;
        parts = isKnown ? PARTS : UNKNOWN_PARTS;
        double enough = isKnown ? n * LEAST_NS / expectedNs : (double) n / UNKNOWN_PARTS;
        least = Math.clamp((long) enough, 1, half(n));
    }

    /**
     * Chunks are halves of the part {@code [lo, hi)} from now on, or what fits.
     *
     * @throws RemoteFailureException when not even one iteration fits
     */
    void beginInTwo(int lo, int hi, WorkerPort worker) {
        most = largest(lo, hi, worker);
        parts = 2;
        least = half(hi - lo);
    }

    /** Iterations of the next chunk when so many are left; how many really fit may depend on which they are. */
    int chunk(int left) {
        return Math.min(most, Math.min(left, Math.max(least, left / parts)));
    }

    /** The most iterations of {@code [lo, hi)} that fit a slot, from its end backwards. */
    int largest(int lo, int hi, WorkerPort worker) {
        SlotPort slot = worker.slot(0);
        if (fits(lo, hi, slot)) {
            return hi - lo;
        }
        int fitting = 0;
        int tooMany = hi - lo;
        while (tooMany - fitting > 1) {
            int middle = (fitting + tooMany) >>> 1;
            if (fits(hi - middle, hi, slot)) {
                fitting = middle;
            } else {
                tooMany = middle;
            }
        }
        if (fitting == 0) {
            throw new RemoteFailureException("iteration " + (hi - 1) + " moves more than the "
                    + slot.output().byteSize() + " bytes of a slot; let an iteration write less, or make slots larger");
        }
        return fitting;
    }

    private boolean fits(int lo, int hi, SlotPort slot) {
        trial.layOut(lo, hi, payloadOffset);
        return trial.fits(slot.input().byteSize(), slot.output().byteSize());
    }

    private static int half(int n) {
        return Math.max(1, (int) ((n + 1L) / 2));
    }
}
