package org.rfaas.offload.loop;

import java.util.function.Predicate;
import org.rfaas.offload.pool.RemoteWorker;
import org.rfaas.offload.worker.RemoteFailureException;

/** Brings what parts of a loop read from memory of a worker that outlives the run. */
final class ResidentSupply {
    private final RemoteWorker worker;
    private final LoopArgument[] arguments;
    private final OwnExecution own;

    /** @param own knows how long the run is: room that is made to spare is made for all of it */
    ResidentSupply(RemoteWorker worker, LoopArgument[] arguments, OwnExecution own) {
        this.worker = worker;
        this.arguments = arguments;
        this.own = own;
    }

    /**
     * Brings what the part {@code [lo, hi)} needs.
     *
     * @return time spent resending data, ns; first transfers are excluded because they do not recur
     * @throws RemoteFailureException if the worker has no memory for it, even without the copies that this part does not need
     */
    long bring(int lo, int hi) {
        // several arguments may need the same copy, so all say what they need before any of it is brought
        for (LoopArgument argument : arguments) {
            if (argument instanceof LoopArgument.OfArray of && of.isResident()) {
                worker.residences()
                        .of(of.array())
                        .need(
                                of.blocks(lo, hi),
                                of.blocks(0, own.trips()).within(of.array().length()));
            }
        }
        try {
            return bringNeeded();
        } finally {
            worker.residences().needNothing();
        }
    }

    private long bringNeeded() {
        long firstBytes = 0;
        long firstNs = 0;
        long repeatedNs = 0;
        for (LoopArgument argument : arguments) {
            if (argument instanceof LoopArgument.OfArray of && of.isResident()) {
                long beginNs = System.nanoTime();
                long bytes = worker.residences().of(of.array()).bring(of.array());
                long ns = System.nanoTime() - beginNs;
                firstBytes += bytes;
                firstNs += bytes > 0 ? ns : 0;
                repeatedNs += bytes > 0 ? 0 : ns;
            }
        }
        worker.transferPace().observe(firstBytes, firstNs);
        return repeatedNs;
    }

    /** Whether {@link #bring} would send nothing but what is missing, to where there is room for it. */
    boolean hasRoom(int lo, int hi) {
        return all(array -> worker.residences().of(array.array()).hasRoom(array.array(), array.blocks(lo, hi)));
    }

    /** Whether {@link #bring} may find the memory it needs. */
    boolean mayHold(int lo, int hi) {
        return all(array -> worker.residences().of(array.array()).mayHold(array.blocks(lo, hi)));
    }

    private boolean all(Predicate<LoopArgument.OfArray> holds) {
        for (LoopArgument argument : arguments) {
            if (argument instanceof LoopArgument.OfArray of && of.isResident() && !holds.test(of)) {
                return false;
            }
        }
        return true;
    }

    /** Time that bringing what the iterations {@code [lo, hi)} need should take, but for what is there, ns. */
    double missingNs(int lo, int hi) {
        return worker.transferPace().ns(missingBytes(lo, hi));
    }

    private long missingBytes(int lo, int hi) {
        long bytes = 0;
        for (LoopArgument argument : arguments) {
            if (lo < hi && argument instanceof LoopArgument.OfArray of && of.isResident()) {
                bytes += worker.residences().of(of.array()).missingBytes(of.blocks(lo, hi));
            }
        }
        return bytes;
    }
}
