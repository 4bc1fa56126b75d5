package org.rfaas.experiment.harvest;

import java.time.Duration;

/**
 * How clients come to cores, and how the batch system gets them back.
 *
 * @param reclaim what happens to leases of a node that the batch system wants
 * @param hasBoard whether clients see on the board when cores come free; else they ask again and again
 * @param lease for how long cores are leased
 * @param leaseCores cores of a lease
 * @param start from a lease's grant to its first piece of work
 * @param piece computing time of a piece of work; a piece that is not finished is lost
 * @param grace how long running pieces may go on after the end of their lease
 * @param request from a client to the resource manager and back
 * @param look how often clients that lack cores look at the board
 * @param retryMin wait of a client without a board after its first refusal; doubles
 * @param retryMax longest such wait
 */
public record HarvestRules(
        Reclaim reclaim,
        boolean hasBoard,
        Duration lease,
        int leaseCores,
        Duration start,
        Duration piece,
        Duration grace,
        Duration request,
        Duration look,
        Duration retryMin,
        Duration retryMax) {
    private static final int MOST_LEASE_CORES = 8;

    /** How the batch system gets its cores. */
    public enum Reclaim {
        /** Leases are revoked: nothing new is started, what runs has the grace. */
        REVOKE,
        /** Executors are killed. */
        KILL,
        /** It waits until the leases have run out, which are not renewed. */
        WAIT
    }

    /**
     * As the project's defaults are ({@code offload.retry-*}, {@code executor.end-grace}), with leases of eight cores,
     * or of a node's if it has fewer, a cold start as a fresh sandboxed executor has it, and pieces of ten seconds, which is long for an invocation.
     */
    public static HarvestRules of(Reclaim reclaim, boolean hasBoard, Duration lease, int coresPerNode) {
        return new HarvestRules(
                reclaim,
                hasBoard,
                lease,
                Math.min(MOST_LEASE_CORES, coresPerNode),
                Duration.ofMillis(300),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofMillis(1),
                Duration.ofMillis(10),
                Duration.ofMillis(200),
                Duration.ofSeconds(5));
    }

    boolean isRenewed() {
        return reclaim != Reclaim.WAIT;
    }
}
