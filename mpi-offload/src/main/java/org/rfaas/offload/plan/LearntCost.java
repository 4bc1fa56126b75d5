package org.rfaas.offload.plan;

/**
 * What a loop costs on a worker, as learnt from rehearsals and from parts that counted. One thread; times in ns, work as in
 * {@link WorkProfile}.
 */
public final class LearntCost {
    /** Assumed until observed: waking a worker. */
    private static final double PRIOR_TURNAROUND_NS = 20_000;

    /** How fast an overhead that nobody waits for is forgotten. */
    private static final double UNSEEN_DECAY = 0.8;

    /**
     * Parts, or rehearsals, before which none decides. The first ones meet code of the rank that is not compiled yet, and
     * compilers, and may take a hundred times as long as the later ones, see decision 33.
     */
    private static final int PARTS_TO_DECIDE = 9;

    private final Pace rank;
    private final Pace pace = new Pace();
    private final Pace handling = new Pace();
    private final Pace sending = new Pace();
    private LowerQuartile overheadNs = new LowerQuartile(PRIOR_TURNAROUND_NS);
    private double rehearsedNsPerUnit;

    /**
     * Of a worker that has not met the loop.
     *
     * @param rank the rank's own pace, assumed of the worker as long as nothing is known
     */
    public LearntCost(Pace rank) {
        this.rank = rank;
    }

    /**
     * Learns from a rehearsal, which has succeeded.
     *
     * @param executionNs that the worker computed
     * @param handlingNs that the rank sent
     */
    public void observeRehearsal(double work, long executionNs, long handlingNs) {
        rehearsedNsPerUnit = executionNs / work;
        sending.observe(work, handlingNs);
    }

    /**
     * Learns from a part, which has succeeded.
     *
     * @param executionNs that the worker computed
     * @param handlingNs that the rank sent and committed
     * @param answerNs what the last answer took beyond computing
     * @param wasAwaited whether the rank waited for an answer
     */
    public void observePart(double work, long executionNs, long handlingNs, long answerNs, boolean wasAwaited) {
        pace.observe(work, executionNs);
        handling.observe(work, handlingNs);
        double boundNs = answerNs;
        // a result that was there before the rank looked only bounds the overhead from above: assume less, until the
        // rank has to wait again
        overheadNs.add(wasAwaited ? boundNs : Math.min(UNSEEN_DECAY * overheadNs.value(), boundNs));
    }

    /** Forgets all but how fast it rehearsed last. */
    public void forget() {
        pace.forget();
        handling.forget();
        sending.forget();
        overheadNs = new LowerQuartile(PRIOR_TURNAROUND_NS);
    }

    /** As observed, once that is enough, else as rehearsed, else that of the rank. */
    public WorkerCost cost() {
        Cost turnaround = new Cost(overheadNs.value(), nsPerUnit());
        return new WorkerCost(turnaround, hasToldEnough() ? handling.cost() : sendingCost());
    }

    /** What handling its parts takes the rank at least: sending them, once there have been enough rehearsals to tell. */
    public Cost sendingCost() {
        return sending.observations() >= PARTS_TO_DECIDE ? sending.cost() : new Cost(0, 0);
    }

    /** Whether it has had parts whose results counted. */
    public boolean isTried() {
        return pace.isKnown();
    }

    /** Whether its parts have told what it costs. */
    public boolean hasToldEnough() {
        return pace.observations() >= PARTS_TO_DECIDE;
    }

    /** Time of a unit of work there; 0 if nothing is known. */
    public double nsPerUnit() {
        double assumedNs = rehearsedNsPerUnit > 0 ? rehearsedNsPerUnit : rank.nsPerUnit();
        if (!pace.isKnown()) {
            return assumedNs;
        }
        return hasToldEnough() ? pace.nsPerUnit() : Math.min(pace.nsPerUnit(), assumedNs);
    }

    /** Time of a unit of work there in the last rehearsal; 0 before the first. */
    public double rehearsedNsPerUnit() {
        return rehearsedNsPerUnit;
    }

    /** Time that handling a unit of work takes the rank; 0 if not known. */
    public double handlingNsPerUnit() {
        return handling.nsPerUnit();
    }
}
