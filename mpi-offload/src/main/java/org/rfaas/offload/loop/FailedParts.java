package org.rfaas.offload.loop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.RemoteFailureException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What workers did not bring home of one run of a loop, and what becomes of these workers. */
final class FailedParts {
    private static final Logger LOG = LoggerFactory.getLogger(FailedParts.class);

    private final String loop;
    private final Counters counters;
    private final boolean isDescending;
    private final List<Failure> failures = new ArrayList<>();

    /** What these still compute is of no use, but in the slots that the next run needs. */
    private final List<LoopOnWorker> unanswered = new ArrayList<>();

    private record Failure(LoopOnWorker member, int lo, int hi, RuntimeException cause) {
        boolean isRefusal() {
            return cause instanceof RemoteFailureException;
        }
    }

    /** @param isDescending whether the loop counts down, so that its last iterations come first */
    FailedParts(String loop, Counters counters, boolean isDescending) {
        this.loop = loop;
        this.counters = counters;
        this.isDescending = isDescending;
    }

    void clear() {
        failures.clear();
    }

    /** What the worker has not committed is the rank's. */
    void add(LoopOnWorker member, RuntimeException cause) {
        RemotePart part = member.part();
        failures.add(new Failure(member, part.lo(), part.uncommitted(), cause));
        if (cause instanceof RemoteFailureException) {
            abandon(member);
        } else {
            lose(member, cause);
        }
    }

    /** What the worker still computes nobody needs; it is waited for at the run's end. */
    void abandon(LoopOnWorker member) {
        unanswered.add(member);
    }

    /** Waits for what workers still compute, and drops it: nothing is in flight afterwards. */
    void drain() {
        while (!unanswered.isEmpty()) {
            LoopOnWorker member = unanswered.removeLast();
            try {
                member.part().drain();
            } catch (RuntimeException e) {
                lose(member, e);
            }
        }
    }

    /**
     * Computes on the rank, in the order of the source, what is due.
     *
     * @param rank what it has thrown, if it has
     */
    void recompute(LocalRange local, RankFailure rank) {
        Comparator<Failure> ascending = Comparator.comparingInt(Failure::lo);
        failures.sort(isDescending ? ascending.reversed() : ascending);
        for (int i = 0; i < failures.size(); i++) {
            Failure failure = failures.get(i);
            if (rank.isDue(failure.lo(), failure.hi())) {
                recompute(local, failure);
            }
        }
    }

    private void recompute(LocalRange local, Failure failure) {
        if (failure.lo() < failure.hi()) { // it may have failed while it was given more, with nothing left to do
            local.run(failure.lo(), failure.hi());
        }
        counters.recomputed((long) failure.hi() - failure.lo());
        if (failure.isRefusal()) {
            // here the same iterations ran well, so it is the worker that cannot run them
            failure.member().markUnfit();
            LOG.warn(
                    "loop {}: worker {} does not run it, computed locally: {}",
                    loop,
                    failure.member().worker(),
                    failure.cause().getMessage());
        }
    }

    private void lose(LoopOnWorker member, RuntimeException cause) {
        if (!member.worker().isLost()) {
            member.worker().lose();
            LOG.warn(
                    "loop {}: worker {} lost, its part is computed locally: {}",
                    loop,
                    member.worker(),
                    cause.toString());
        }
    }
}
