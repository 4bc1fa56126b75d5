package org.rfaas.offload;

import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.plan.Cost;
import org.rfaas.offload.plan.LowerQuartile;
import org.rfaas.offload.plan.Pace;
import org.rfaas.offload.plan.WorkerCost;
import org.rfaas.offload.worker.RemoteFailureException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one loop has learnt about one worker. It begins with rehearsals: small parts whose results nobody uses, so that the
 * rank need not wait while the worker compiles the kernel.
 */
final class LoopOnWorker {
    private static final Logger LOG = LoggerFactory.getLogger(LoopOnWorker.class);

    /** Assumed until observed: waking a worker. */
    private static final double PRIOR_TURNAROUND_NS = 20_000;

    /** How fast an overhead that nobody waits for is forgotten. */
    private static final double UNSEEN_DECAY = 0.8;

    /** Time the first rehearsal should take, on the rank. */
    private static final long FIRST_REHEARSAL_NS = 2_000_000;

    /** Time later ones should take, on the worker: the rank looks every 4 ms, and what is idle meanwhile learns nothing. */
    private static final long REHEARSAL_NS = 8_000_000;

    /** A kernel this much slower than the rank's own code may not be compiled yet. */
    private static final double NEARLY = 1.3;

    /** But after so much time in rehearsals it is, or nearly: the rank takes over what it is too slow for. */
    private static final long LONGEST_REHEARSALS_NS = 200_000_000;

    /** If sending alone takes the rank this part of the time of computing, there is nothing to be gained. */
    private static final double TOO_MUCH = 0.9;

    /**
     * Parts, or rehearsals, before which none decides. The first ones meet code of the rank that is not compiled yet, and
     * compilers, and may take a hundred times as long as the later ones.
     */
    private static final int ENOUGH = 9;

    private final RemoteWorker worker;
    private final RemotePart part;
    private final OwnExecution own;
    private final Pace pace = new Pace();
    private final Pace handling = new Pace();
    private final Pace sending = new Pace();
    private LowerQuartile overheadNs = new LowerQuartile(PRIOR_TURNAROUND_NS);
    private double rehearsalWork;
    private boolean hasRehearsalFailed;
    private double rehearsedNs;
    private long rehearsalsNs;
    private boolean isReady;
    private boolean isUnfit;

    /**
     * A loop that has not been on this worker.
     *
     * @param own what the rank knows of the loop
     */
    LoopOnWorker(RemoteWorker worker, RemotePart part, OwnExecution own) {
        this.worker = worker;
        this.part = part;
        this.own = own;
    }

    RemoteWorker worker() {
        return worker;
    }

    RemotePart part() {
        return part;
    }

    /** Whether the loop can run there at all. */
    boolean isUsable() {
        return !isUnfit && !worker.isLost();
    }

    /** The loop cannot run there, though other loops may. */
    void markUnfit() {
        isUnfit = true;
    }

    /** Whether it has rehearsed enough. */
    boolean isReady() {
        return isReady;
    }

    /** Whether it has had parts whose results counted. */
    boolean isTried() {
        return pace.isKnown();
    }

    /** Rehearses anew, for conditions may have changed since the loop stayed away. */
    void forget() {
        pace.forget();
        handling.forget();
        sending.forget();
        overheadNs = new LowerQuartile(PRIOR_TURNAROUND_NS);
        isReady = false;
        rehearsalsNs = 0;
    }

    /** First iteration of a rehearsal, which is at the end of {@code [lo, hi)}. */
    int rehearsalStart(int lo, int hi) {
        double work =
                rehearsedNs > 0 ? REHEARSAL_NS / rehearsedNs : own.pace().cost().workWithin(FIRST_REHEARSAL_NS);
        return Math.max(lo, Math.min(hi - 1, own.startOf(work, hi)));
    }

    /** Sends a rehearsal of the loop's last iterations, {@code [lo, hi)}; the worker is busy until it has ended. */
    void rehearse(LoopArgument[] arguments, FunctionBundle bundle, int lo, int hi, long timeoutNs) {
        hasRehearsalFailed = false;
        part.rehearse(lo, hi, timeoutNs);
        try {
            part.begin(arguments, bundle, hi, 1);
            rehearsalWork = own.work(part.lo(), part.hi());
        } catch (RuntimeException e) {
            rehearsalFailed(e);
        }
        worker.rehearse(this);
    }

    /** Looks after the rehearsal that was sent last; whether it has ended. Never blocks. */
    boolean hasRehearsed() {
        try {
            if (hasRehearsalFailed) {
                return part.hasDrained();
            }
            part.pump();
            if (!part.isFinished()) {
                part.requireInTime();
                return false;
            }
            rehearsedNs = part.executionNs() / rehearsalWork;
            rehearsalsNs += part.executionNs();
            sending.observe(rehearsalWork, part.handlingNs());
            isReady = rehearsedNs <= NEARLY * own.pace().nsPerUnit()
                    || rehearsalsNs >= LONGEST_REHEARSALS_NS
                    || sendingCost().nsPerUnit() >= TOO_MUCH * own.pace().nsPerUnit();
            return true;
        } catch (RuntimeException e) {
            rehearsalFailed(e);
            return worker.isLost();
        }
    }

    private void rehearsalFailed(RuntimeException failure) {
        LOG.debug("a rehearsal on worker {} failed", worker, failure);
        // whatever is wrong with this loop there shows again in a part that counts
        isReady = true;
        hasRehearsalFailed = true;
        if (!(failure instanceof RemoteFailureException)) {
            worker.lose();
        }
    }

    /** The cost of this worker: as observed, once that is enough, else as rehearsed, else that of the rank. */
    WorkerCost cost() {
        Cost turnaround = new Cost(overheadNs.value(), nsPerUnit());
        return new WorkerCost(turnaround, hasToldEnough() ? handling.cost() : sendingCost());
    }

    /** What handling its parts takes the rank at least: sending them, once there have been enough rehearsals to tell. */
    private Cost sendingCost() {
        return sending.observations() >= ENOUGH ? sending.cost() : new Cost(0, 0);
    }

    /** Whether its parts have told what it costs. */
    boolean hasToldEnough() {
        return pace.observations() >= ENOUGH;
    }

    /** Time of a unit of work there. */
    private double nsPerUnit() {
        double assumedNs = rehearsedNs > 0 ? rehearsedNs : own.pace().nsPerUnit();
        if (!pace.isKnown()) {
            return assumedNs;
        }
        return hasToldEnough() ? pace.nsPerUnit() : Math.min(pace.nsPerUnit(), assumedNs);
    }

    /** Time that the iterations {@code [lo, hi)} of this run should take there, ns; 0 if nothing is known. */
    double expectedNs(int lo, int hi) {
        return own.work(lo, hi) * nsPerUnit();
    }

    /** Time of a unit of work there: as in what it has brought of its part, which may be its first, else as it always was. */
    double latestNsPerUnit() {
        double work = own.work(part.uncommitted(), part.hi());
        return work > 0 ? part.executionNs() / work : nsPerUnit();
    }

    /** Time that handling a unit of work takes the rank; 0 if not known. */
    double handlingNsPerUnit() {
        return handling.nsPerUnit();
    }

    /** Learns from its part, which has succeeded. */
    void observe() {
        double work = own.work(part.lo(), part.hi());
        pace.observe(work, part.executionNs());
        handling.observe(work, part.handlingNs());
        own.learn(part.times());
        double boundNs = part.overheadNs();
        // a result that was there before the rank looked only bounds the overhead from above: assume less, until the
        // rank has to wait again
        overheadNs.add(part.wasAwaited() ? boundNs : Math.min(UNSEEN_DECAY * overheadNs.value(), boundNs));
    }
}
