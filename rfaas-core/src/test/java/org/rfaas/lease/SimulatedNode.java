package org.rfaas.lease;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A node as it is, independent of what the book believes: an executor manager that accepts certificates by their own words
 * and has so many cores. That it ever has to refuse a good certificate for want of cores means that some were leased twice.
 */
final class SimulatedNode {
    private final String name;
    private final int cores;
    private final Map<LeaseId, LeaseCertificate> running = new HashMap<>();
    private final Set<LeaseId> barred = new HashSet<>();
    private long incarnation = 1;

    boolean connected;

    SimulatedNode(String name, int cores) {
        this.name = name;
        this.cores = cores;
    }

    NodeCapacity capacity() {
        return new NodeCapacity(
                name, incarnation, Leases.node(name, 1, Leases.GIB).address(), cores, cores * Leases.GIB);
    }

    List<LeaseCertificate> held() {
        return new ArrayList<>(running.values());
    }

    int takenCores() {
        return running.values().stream().mapToInt(LeaseCertificate::cores).sum();
    }

    int cores() {
        return cores;
    }

    boolean runs(LeaseId lease) {
        return running.containsKey(lease);
    }

    /** A client presents a certificate; whether it is served. */
    boolean present(LeaseCertificate certificate, long nowMs) {
        LeaseId lease = certificate.lease();
        boolean good = certificate.incarnation() == incarnation
                && certificate.expiresAtMs() > nowMs
                && !barred.contains(lease)
                && !running.containsKey(lease);
        if (good) {
            running.put(lease, certificate);
            if (takenCores() > cores) {
                throw new AssertionError("node " + name + " has " + cores + " cores and was leased for " + takenCores()
                        + ": cores were granted twice");
            }
        }
        return good;
    }

    boolean extend(LeaseCertificate later) {
        return running.computeIfPresent(later.lease(), (_, _) -> later) != null;
    }

    /** It is told to end a lease, or ends it by itself; it never serves it again. */
    void end(LeaseId lease) {
        running.remove(lease);
        barred.add(lease);
    }

    /** Ends what has expired; returns those leases. */
    List<LeaseId> expire(long nowMs) {
        List<LeaseId> due = running.values().stream()
                .filter(certificate -> certificate.expiresAtMs() <= nowMs)
                .map(LeaseCertificate::lease)
                .toList();
        due.forEach(this::end);
        return due;
    }

    /** Its executor manager is killed and started anew; it remembers nothing. */
    void crash() {
        running.clear();
        barred.clear();
        incarnation++;
        connected = false;
    }
}
