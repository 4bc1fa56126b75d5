package org.rfaas.offload.report;

/** Running numbers of a rank; written by its thread alone. */
public final class Counters {
    private long iterationsLocal;
    private long iterationsRemote;
    private long iterationsRecomputed;
    private long bytesSent;
    private long bytesReceived;
    private long residentBytes;
    private long executionNs;
    private long ownNs;
    private long handlingNs;
    private long firstPartNs;
    private long waitedNs;
    private final long startedNs = System.nanoTime();

    /** The rank has run iterations as its own, untimed. */
    public void ran(long iterations) {
        iterationsLocal += iterations;
    }

    /** The rank has run iterations as its own, and they took so long. */
    public void ran(long iterations, long ns) {
        iterationsLocal += iterations;
        ownNs += ns;
    }

    /** The rank has run iterations that were given to a worker. */
    public void recomputed(long iterations) {
        iterationsRecomputed += iterations;
    }

    /** A worker's results are in the rank's arrays. */
    public void committed(long iterations, long bytes, long kernelNs) {
        if (iterationsRemote == 0) {
            firstPartNs = System.nanoTime() - startedNs;
        }
        iterationsRemote += iterations;
        bytesReceived += bytes;
        executionNs += kernelNs;
    }

    /** Payload is on its way to a worker. */
    public void sent(long bytes) {
        bytesSent += bytes;
    }

    /** A worker holds so much more memory. */
    public void allocated(long bytes) {
        residentBytes += bytes;
    }

    /** A worker holds so much less memory. */
    public void freed(long bytes) {
        residentBytes -= bytes;
    }

    /** The rank has sent, submitted and committed for so long. */
    public void handled(long ns) {
        handlingNs += ns;
    }

    /** The rank has had nothing to do for so long. */
    public void waited(long ns) {
        waitedNs += ns;
    }

    /** Iterations whose results came from workers. */
    public long iterationsRemote() {
        return iterationsRemote;
    }

    /** With what others count. */
    public OffloadReport report(long runsInOrder, long unseenWrites, long leases, long lostWorkers) {
        return new OffloadReport(
                iterationsLocal,
                iterationsRemote,
                iterationsRecomputed,
                bytesSent,
                bytesReceived,
                residentBytes,
                runsInOrder,
                unseenWrites,
                executionNs,
                ownNs,
                handlingNs,
                firstPartNs,
                waitedNs,
                leases,
                lostWorkers);
    }
}
