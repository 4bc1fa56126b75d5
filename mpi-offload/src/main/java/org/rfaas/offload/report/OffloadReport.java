package org.rfaas.offload.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

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
 * @param unseenWrites runs of annotated loops that wrote on other threads than the rank's, where nobody sees what, and classes
 *     that the agent could not weave: workers get stable arrays anew after such a run, or with every run once nobody tells when
 *     such a run ends
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
        long unseenWrites,
        long executionNs,
        long ownNs,
        long handlingNs,
        long firstPartNs,
        long waitedNs,
        long leases,
        long lostWorkers) {
    /** Number of values {@link #toLongs} answers. */
    public static final int LONGS = 15;

    public static final OffloadReport NOTHING = fromLongs(new long[LONGS], 0);

    /** The sums; the first part's time is the later of the two. */
    public OffloadReport merge(OffloadReport other) {
        return new OffloadReport(
                iterationsLocal + other.iterationsLocal,
                iterationsRemote + other.iterationsRemote,
                iterationsRecomputed + other.iterationsRecomputed,
                bytesSent + other.bytesSent,
                bytesReceived + other.bytesReceived,
                residentBytes + other.residentBytes,
                runsInOrder + other.runsInOrder,
                unseenWrites + other.unseenWrites,
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

    /** The values by the names of the components, in their order. */
    public Map<String, Long> values() {
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("iterationsLocal", iterationsLocal);
        values.put("iterationsRemote", iterationsRemote);
        values.put("iterationsRecomputed", iterationsRecomputed);
        values.put("bytesSent", bytesSent);
        values.put("bytesReceived", bytesReceived);
        values.put("residentBytes", residentBytes);
        values.put("runsInOrder", runsInOrder);
        values.put("unseenWrites", unseenWrites);
        values.put("executionNs", executionNs);
        values.put("ownNs", ownNs);
        values.put("handlingNs", handlingNs);
        values.put("firstPartNs", firstPartNs);
        values.put("waitedNs", waitedNs);
        values.put("leases", leases);
        values.put("lostWorkers", lostWorkers);
        return values;
    }

    /** The values in the order of the components, to send to another rank. */
    public long[] toLongs() {
        return values().values().stream().mapToLong(Long::longValue).toArray();
    }

    /** Reads what {@link #toLongs} wrote. */
    public static OffloadReport fromLongs(long[] values, int offset) {
        return new OffloadReport(
                values[offset],
                values[offset + 1],
                values[offset + 2],
                values[offset + 3],
                values[offset + 4],
                values[offset + 5],
                values[offset + 6],
                values[offset + 7],
                values[offset + 8],
                values[offset + 9],
                values[offset + 10],
                values[offset + 11],
                values[offset + 12],
                values[offset + 13],
                values[offset + 14]);
    }

    /** One line for people. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d iterations local, %d remote (%.1f%%), %d recomputed; %.1f MB sent, %.1f MB received, %.1f MB resident;"
                        + " own parts %.3f s, handling %.3f s, waiting %.3f s, first part after %.3f s; %d runs in order, %d unseen; %d leases, %d workers lost",
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
                unseenWrites,
                leases,
                lostWorkers);
    }
}
