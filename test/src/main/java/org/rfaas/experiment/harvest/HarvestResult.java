package org.rfaas.experiment.harvest;

/**
 * What a replay came to.
 *
 * @param idleCoreHours idle cores of the trace
 * @param usableCoreHours of these, those that clients had work for
 * @param recoveredCoreHours of these, those whose work was finished
 * @param startCoreHours lost to cold starts
 * @param lostCoreHours lost with pieces that were not finished
 * @param lateCoreHours cores leased while the batch system wanted them
 * @param meanReturnSeconds mean time until the batch system had a node with leases on it
 * @param longestReturnSeconds longest such time
 * @param leases leases granted
 * @param renewals leases renewed
 * @param refusals requests for leases that were refused
 */
public record HarvestResult(
        double idleCoreHours,
        double usableCoreHours,
        double recoveredCoreHours,
        double startCoreHours,
        double lostCoreHours,
        double lateCoreHours,
        double meanReturnSeconds,
        double longestReturnSeconds,
        long leases,
        long renewals,
        long refusals) {
    /** Part of the usable core-hours that were recovered, 0 to 1. */
    public double recoveredFraction() {
        return usableCoreHours == 0 ? 0 : recoveredCoreHours / usableCoreHours;
    }
}
