package org.rfaas.experiment.harvest;

import org.rfaas.lease.LeaseCertificate;

/** A lease in a client's hands, on which it computes one piece of work after the other. */
final class HarvestLease {
    private final HarvestClient client;
    private final int node;
    private final long grantedMs;
    private final long workFromMs;
    private final long pieceMs;
    private LeaseCertificate certificate;
    private boolean isEnding;

    HarvestLease(HarvestClient client, int node, LeaseCertificate certificate, HarvestRules rules) {
        this.client = client;
        this.node = node;
        this.certificate = certificate;
        this.grantedMs = certificate.issuedAtMs();
        this.workFromMs = grantedMs + rules.start().toMillis();
        this.pieceMs = rules.piece().toMillis();
    }

    HarvestClient client() {
        return client;
    }

    int node() {
        return node;
    }

    LeaseCertificate certificate() {
        return certificate;
    }

    void renewed(LeaseCertificate later) {
        certificate = later;
    }

    boolean isEnding() {
        return isEnding;
    }

    /** No further piece is begun. */
    void end() {
        isEnding = true;
    }

    /** When what runs at that time will be finished: that time itself, if nothing runs. */
    long finishedMs(long nowMs) {
        return nowMs + Math.floorMod(-Math.max(0, nowMs - workFromMs), pieceMs);
    }

    /**
     * Time up to {@code idleUntilMs} that went into a piece which an end at {@code endMs} leaves unfinished.
     *
     * @param idleUntilMs until when the node was idle, at most {@code endMs}
     */
    long lostMs(long endMs, long idleUntilMs) {
        long begunMs = endMs - Math.max(0, endMs - workFromMs) % pieceMs;
        return Math.max(0, idleUntilMs - begunMs);
    }

    /** Time up to {@code idleUntilMs} in which the lease did not work yet. */
    long startMs(long idleUntilMs) {
        return Math.max(0, Math.min(idleUntilMs, workFromMs) - grantedMs);
    }
}
