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
 * @param waitedNs time in which the rank had nothing to do but wait for workers, ns
 * @param leases leases obtained
 * @param lostWorkers workers dropped because they died, ended early or did not answer
 */
public record OffloadReport(
        long iterationsLocal,
        long iterationsRemote,
        long iterationsRecomputed,
        long bytesSent,
        long bytesReceived,
        long residentBytes,
        long runsInOrder,
        long waitedNs,
        long leases,
        long lostWorkers) {
    /** Number of values {@link #toLongs} answers. */
    public static final int LONGS = 10;

    public static final OffloadReport NOTHING = new OffloadReport(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public OffloadReport merge(OffloadReport other) {
        return new OffloadReport(
                iterationsLocal + other.iterationsLocal,
                iterationsRemote + other.iterationsRemote,
                iterationsRecomputed + other.iterationsRecomputed,
                bytesSent + other.bytesSent,
                bytesReceived + other.bytesReceived,
                residentBytes + other.residentBytes,
                runsInOrder + other.runsInOrder,
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
                v[offset + 9]);
    }

    /** One line for people. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d iterations local, %d remote (%.1f%%), %d recomputed; %.1f MB sent, %.1f MB received, %.1f MB resident;"
                        + " waited %.3f s; %d runs in order; %d leases, %d workers lost",
                iterationsLocal,
                iterationsRemote,
                100 * offloadedFraction(),
                iterationsRecomputed,
                bytesSent / 1e6,
                bytesReceived / 1e6,
                residentBytes / 1e6,
                waitedNs / 1e9,
                runsInOrder,
                leases,
                lostWorkers);
    }
}
