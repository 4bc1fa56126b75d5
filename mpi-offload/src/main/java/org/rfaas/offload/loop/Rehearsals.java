package org.rfaas.offload.loop;

import org.rfaas.offload.plan.LearntCost;
import org.rfaas.offload.pool.RemoteWorker;
import org.rfaas.offload.worker.RemoteFailureException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rehearsals of one loop on one worker: small parts whose results nobody uses, one after the other, so that the rank
 * need not wait while the worker compiles the kernel.
 */
final class Rehearsals {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsals.class);

    /** Time the first rehearsal should take, on the rank. */
    private static final long FIRST_NS = 2_000_000;

    /** Time later ones should take, on the worker: the rank looks every 4 ms, and what is idle meanwhile learns nothing. */
    private static final long LATER_NS = 8_000_000;

    /** A kernel this much slower than the rank's own code may not be compiled yet. */
    private static final double NEARLY = 1.3;

    /** But after so much time in rehearsals it is, or nearly: the rank takes over what it is too slow for. */
    private static final long LONGEST_NS = 200_000_000;

    /** When it rehearses again it was compiled before, and may be on a core that others need, too. */
    private static final long LONGEST_AGAIN_NS = 40_000_000;

    /** If sending alone takes the rank this part of the time of computing, there is nothing to be gained. */
    private static final double TOO_MUCH = 0.9;

    private final RemoteWorker worker;
    private final RemotePart part;
    private final OwnExecution own;
    private final LearntCost learnt;
    private double work;
    private long leftNs = LONGEST_NS;
    private boolean hasFailed;
    private boolean isEnough;

    /** @param learnt told of each that succeeds */
    Rehearsals(RemoteWorker worker, RemotePart part, OwnExecution own, LearntCost learnt) {
        this.worker = worker;
        this.part = part;
        this.own = own;
        this.learnt = learnt;
    }

    /** Whether there have been enough of them, or one has failed: whatever is wrong shows again in a part that counts. */
    boolean areEnough() {
        return isEnough;
    }

    /** There are to be more, but not for as long as the first time. */
    void again() {
        isEnough = false;
        leftNs = LONGEST_AGAIN_NS;
    }

    /** First iteration of the next one, which is at the end of {@code [lo, hi)}. */
    int start(int lo, int hi) {
        double nsPerUnit = learnt.rehearsedNsPerUnit();
        double due = nsPerUnit > 0 ? LATER_NS / nsPerUnit : own.pace().cost().workWithin(FIRST_NS);
        return Math.max(lo, Math.min(hi - 1, own.startOf(due, hi)));
    }

    /** Sends the next one, the loop's last iterations {@code [lo, hi)}; the worker is not free until it has {@link #attend ended}. */
    void send(int lo, int hi, long timeoutNs) {
        hasFailed = true; // until all of it is sent
        try {
            part.rehearse(lo, hi, timeoutNs);
            work = own.work(part.lo(), part.hi());
            hasFailed = false;
        } catch (RuntimeException e) {
            fail(e);
        } finally {
            worker.noteRehearsal(this::attend); // even after an Error some of it may be on its way
        }
    }

    /** Looks after the one that was sent last; returns whether it has ended. Never blocks. */
    boolean attend() {
        try {
            if (hasFailed) {
                return part.dropArrived();
            }
            part.pump();
            if (!part.isFinished()) {
                var _ = part.deadline().requireInTime();
                return false;
            }
            learnt.observeRehearsal(work, part.executionNs(), part.times().handlingNs());
            leftNs -= part.executionNs();
            double rankNs = own.pace().nsPerUnit();
            isEnough = learnt.rehearsedNsPerUnit() <= NEARLY * rankNs
                    || leftNs <= 0
                    || learnt.sendingCost().nsPerUnit() >= TOO_MUCH * rankNs;
            return true;
        } catch (RuntimeException e) {
            fail(e);
            return worker.isLost();
        }
    }

    private void fail(RuntimeException failure) {
        LOG.debug("a rehearsal on worker {} failed", worker, failure);
        isEnough = true;
        hasFailed = true;
        if (!(failure instanceof RemoteFailureException)) {
            worker.lose();
        }
    }
}
