package org.rfaas.offload;

import java.util.Locale;

/**
 * What a rank, or several, did with its loops.
 *
 * @param iterationsLocal iterations the rank computed as its own part
 * @param iterationsRemote iterations workers computed, whose results were committed
 * @param iterationsRecomputed iterations given to workers and computed by the rank in the end
 * @param bytesSent payload to workers, resident data included
 * @param bytesReceived payload committed
 * @param residentBytes memory held on workers now
 * @param runsInOrder runs of annotated loops that failed their check, so that the rank ran them in order
 * @param executionNs time workers spent in kernels whose results were committed, ns
 * @param ownNs time the rank computed parts of its own, ns; loops that stayed in place are not in it
 * @param handlingNs time the rank sent, submitted and committed, ns
 * @param firstPartNs time from the runtime's start until results of a worker were in the rank's arrays, ns; 0 when none were
 * @param waitedNs time in which the rank had nothing to do but wait for workers, ns
 * @param leases leases obtained
 * @param lostWorkers workers dropped because they died, did not answer, or their lease ended
 */
public record OffloadReport(
        long iterationsLocal,
        long iterationsRemote,
        long iterationsRecomputed,
        long bytesSent,
        long bytesReceived,
        long residentBytes,
        long runsInOrder,
        long executionNs,
        long ownNs,
        long handlingNs,
        long firstPartNs,
        long waitedNs,
        long leases,
        long lostWorkers) {
    /** Number of values {@link #toLongs} answers. */
    public static final int LONGS = 14;

    public static final OffloadReport NOTHING = new OffloadReport(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Both together; the first part is that of the later. */
    public OffloadReport merge(OffloadReport other) {
        return new OffloadReport(
                iterationsLocal + other.iterationsLocal,
                iterationsRemote + other.iterationsRemote,
                iterationsRecomputed + other.iterationsRecomputed,
                bytesSent + other.bytesSent,
                bytesReceived + other.bytesReceived,
                residentBytes + other.residentBytes,
                runsInOrder + other.runsInOrder,
                executionNs + other.executionNs,
                ownNs + other.ownNs,
                handlingNs + other.handlingNs,
                Math.max(firstPartNs, other.firstPartNs),
                waitedNs + other.waitedNs,
                leases + other.leases,
                lostWorkers + other.lostWorkers);
    }

    /** Part of all iterations whose results came from workers, 0 to 1. */
    public double offloadedFraction() {
        long all = iterationsLocal + iterationsRemote + iterationsRecomputed;
        return all == 0 ? 0 : (double) iterationsRemote / all;
    }

    /** The values in the order of the components, to send to another rank. */
    public long[] toLongs() {
        return new long[] {
            iterationsLocal,
            iterationsRemote,
            iterationsRecomputed,
            bytesSent,
            bytesReceived,
            residentBytes,
            runsInOrder,
            executionNs,
            ownNs,
            handlingNs,
            firstPartNs,
            waitedNs,
            leases,
            lostWorkers
        };
    }

    /** Reads what {@link #toLongs} wrote. */
    public static OffloadReport fromLongs(long[] v, int offset) {
        return new OffloadReport(
                v[offset],
                v[offset + 1],
                v[offset + 2],
                v[offset + 3],
                v[offset + 4],
                v[offset + 5],
                v[offset + 6],
                v[offset + 7],
                v[offset + 8],
                v[offset + 9],
                v[offset + 10],
                v[offset + 11],
                v[offset + 12],
                v[offset + 13]);
    }

    /** One line for people. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d iterations local, %d remote (%.1f%%), %d recomputed; %.1f MB sent, %.1f MB received, %.1f MB resident;"
                        + " own parts %.3f s, handling %.3f s, waiting %.3f s, first part after %.3f s; %d runs in order; %d leases, %d workers lost",
                iterationsLocal,
                iterationsRemote,
                100 * offloadedFraction(),
                iterationsRecomputed,
                bytesSent / 1e6,
                bytesReceived / 1e6,
                residentBytes / 1e6,
                ownNs / 1e9,
                handlingNs / 1e9,
                waitedNs / 1e9,
                firstPartNs / 1e9,
                runsInOrder,
                leases,
                lostWorkers);
    }
}
