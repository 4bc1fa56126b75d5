package org.rfaas.experiment.harvest;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Adds up, from node to node, how long cores were idle, leased, and kept from the batch system. */
final class CoreTime {
    private static final double MS_PER_HOUR = 3.6e6;

    private final LongSupplier nowMs;
    private final int wantedCores;
    private final int[] idle;
    private final int[] leased;

    /** Since when a node has more cores leased than idle; -1 when it has not. */
    private final long[] lateSinceMs;

    private long untilMs;
    private long allIdle;
    private long allHarvested;
    private long allLate;

    private double idleMs;
    private double usableMs;
    private double harvestedMs;
    private double lateMs;
    private long returns;
    private long returnDelaysMs;
    private long longestReturnMs;

    /** @param wantedCores cores that all clients together have work for */
    CoreTime(int nodes, int wantedCores, LongSupplier nowMs) {
        this.nowMs = nowMs;
        this.wantedCores = wantedCores;
        this.idle = new int[nodes];
        this.leased = new int[nodes];
        this.lateSinceMs = new long[nodes];
        Arrays.fill(lateSinceMs, -1);
    }

    void setIdle(int node, int cores) {
        change(node, cores, leased[node]);
    }

    void addLeased(int node, int cores) {
        change(node, idle[node], leased[node] + cores);
    }

    /** Since when a node has had more cores leased than idle, if it has. */
    OptionalLong lateSinceMs(int node) {
        return lateSinceMs[node] < 0 ? OptionalLong.empty() : OptionalLong.of(lateSinceMs[node]);
    }

    /** Up to now. */
    void advance() {
        long passedMs = nowMs.getAsLong() - untilMs;
        untilMs += passedMs;
        idleMs += (double) passedMs * allIdle;
        usableMs += (double) passedMs * Math.min(allIdle, wantedCores);
        harvestedMs += (double) passedMs * allHarvested;
        lateMs += (double) passedMs * allLate;
    }

    private void change(int node, int idleNow, int leasedNow) {
        advance();
        allIdle += idleNow - idle[node];
        allHarvested += Math.min(idleNow, leasedNow) - Math.min(idle[node], leased[node]);
        allLate += Math.max(0, leasedNow - idleNow) - Math.max(0, leased[node] - idle[node]);
        idle[node] = idleNow;
        leased[node] = leasedNow;
        if (leasedNow > idleNow && lateSinceMs[node] < 0) {
            lateSinceMs[node] = untilMs;
        } else if (leasedNow <= idleNow && lateSinceMs[node] >= 0) {
            long delayMs = untilMs - lateSinceMs[node];
            lateSinceMs[node] = -1;
            returns++;
            returnDelaysMs += delayMs;
            longestReturnMs = Math.max(longestReturnMs, delayMs);
        }
    }

    static double hours(double ms) {
        return ms / MS_PER_HOUR;
    }

    double idleCoreHours() {
        return hours(idleMs);
    }

    /** Of the idle ones, those that there was work for. */
    double usableCoreHours() {
        return hours(usableMs);
    }

    double harvestedCoreHours() {
        return hours(harvestedMs);
    }

    /** Leased while the batch system wanted them. */
    double lateCoreHours() {
        return hours(lateMs);
    }

    /** Mean time until the batch system had a node with leases back. */
    double meanReturnSeconds() {
        return returns == 0 ? 0 : returnDelaysMs / 1e3 / returns;
    }

    double longestReturnSeconds() {
        return longestReturnMs / 1e3;
    }
}
