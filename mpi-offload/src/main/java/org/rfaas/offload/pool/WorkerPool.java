package org.rfaas.offload.pool;

import java.util.List;
import org.rfaas.offload.OffloadOptions;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.WorkerSource;

/** The workers of a rank, as its loops see them. They come and go in the background. */
public final class WorkerPool implements AutoCloseable {
    private final int sought;
    private final WorkerRoster roster = new WorkerRoster();
    private final WorkerDemand demand;
    private final LeaseKeeper keeper;

    /** Those that the rank's thread saw when it {@link #follow followed} last. */
    private List<RemoteWorker> followed = List.of();

    /**
     * Leases nothing yet.
     *
     * @param source closed with the pool
     */
    public WorkerPool(OffloadOptions options, WorkerSource source, Counters counters) {
        this.sought = options.workers();
        this.demand = new WorkerDemand(options);
        this.keeper = new LeaseKeeper(options, source, counters, roster, demand);
    }

    /** Begins to lease; closed when this throws. */
    public void start() {
        keeper.start();
    }

    /** Changes whenever {@link #workers} does. */
    public int generation() {
        return roster.generation();
    }

    /** Those at hand now. */
    public List<RemoteWorker> workers() {
        return roster.workers();
    }

    /** The rank's thread: those at hand now; those that are not any more are lost, and what it had put on them with them. */
    public List<RemoteWorker> follow() {
        List<RemoteWorker> there = roster.workers();
        followed.stream().filter(worker -> !there.contains(worker)).forEach(RemoteWorker::lose);
        followed = there;
        return there;
    }

    /** The rank's thread is about to use workers, and looks at the {@link #generation} first. */
    public void beginUse() {
        roster.beginUse();
    }

    /** It uses none now. */
    public void endUse() {
        roster.endUse();
    }

    /** Whether the rank is in a run that may be shared. */
    public boolean isInUse() {
        return roster.isInUse();
    }

    /** Leases obtained so far. */
    public long leases() {
        return keeper.leases();
    }

    /** Workers dropped so far. */
    public long lostWorkers() {
        return roster.lost();
    }

    /** Waits until all that are sought are there, or the time is up. Answers how many there are. */
    public int awaitWorkers(long timeoutNs) {
        return roster.await(sought, timeoutNs);
    }

    /** Forgets workers that the rank has found lost; called by the rank's thread. */
    public void dropLost() {
        if (roster.keepOnly(worker -> !worker.isLost())) {
            keeper.nudge();
        }
    }

    /** Whether the rank may have more workers than now, so that it matters what one more would gain. */
    public boolean mayGrow() {
        return demand.mayGrow(roster.size());
    }

    /**
     * One more worker is expected to save this part of a loop's time.
     *
     * @param gain 0 to 1
     */
    public void expectGain(double gain) {
        demand.expectGain(gain);
    }

    /** Gives all leases back, and has no workers from now on; the rank must not be in a loop. */
    @Override
    public void close() {
        keeper.close();
        roster.close();
    }
}
