package org.rfaas.offload;

/** Running numbers of a rank; written by its thread alone. */
final class Counters {
    long iterationsLocal;
    long iterationsRemote;
    long iterationsRecomputed;
    long bytesSent;
    long bytesReceived;
    long residentBytes;
    long runsInOrder;
    long executionNs;
    long ownNs;
    long handlingNs;
    long firstPartNs;
    long waitedNs;
    private final long startedNs = System.nanoTime();

    /** A worker's results are in the rank's arrays. */
    void committed(long iterations, long bytes, long kernelNs) {
        if (iterationsRemote == 0) {
            firstPartNs = System.nanoTime() - startedNs;
        }
        iterationsRemote += iterations;
        bytesReceived += bytes;
        executionNs += kernelNs;
    }

    /** With what others count. */
    OffloadReport report(long unseenWrites, long leases, long lostWorkers) {
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
