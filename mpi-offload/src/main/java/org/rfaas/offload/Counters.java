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
    long waitedNs;

    OffloadReport report(long leases, long lostWorkers) {
        return new OffloadReport(
                iterationsLocal,
                iterationsRemote,
                iterationsRecomputed,
                bytesSent,
                bytesReceived,
                residentBytes,
                runsInOrder,
                waitedNs,
                leases,
                lostWorkers);
    }
}
