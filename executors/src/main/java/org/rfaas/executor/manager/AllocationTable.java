package org.rfaas.executor.manager;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.RefusalCode;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;

/**
 * Which leases run on this node, and which have run: a lease gets one executor in its life, so a certificate cannot be
 * replayed. Safe for any thread; time is given, in milliseconds since the epoch.
 *
 * @param <A> what runs for a lease
 */
final class AllocationTable<A> {
    private record Row<A>(int cores, long memoryBytes, A allocation) {}

    private final int cores;
    private final long memoryBytes;
    private final Map<LeaseId, Row<A>> running = new LinkedHashMap<>();

    /** Leases that may not be allocated any more, and until when a certificate of theirs may be valid. */
    private final Map<LeaseId, Long> barred = new HashMap<>();

    private boolean closed;

    AllocationTable(int cores, long memoryBytes) {
        this.cores = cores;
        this.memoryBytes = memoryBytes;
    }

    /**
     * Takes cores and memory for a lease, or says why not.
     *
     * @param allocation what runs for it from now on
     */
    synchronized Optional<Refused> add(LeaseCertificate certificate, long nowMs, A allocation) {
        if (closed) {
            return refuse(RefusalCode.SHUTTING_DOWN, "this node shuts down; request another lease");
        }
        barred.values().removeIf(untilMs -> untilMs <= nowMs);
        LeaseId lease = certificate.lease();
        if (running.containsKey(lease)) {
            return refuse(RefusalCode.ALREADY_ALLOCATED, "lease " + lease + " has an executor already");
        }
        if (barred.containsKey(lease)) {
            return refuse(RefusalCode.UNKNOWN_LEASE, "lease " + lease + " has ended; request a new one");
        }
        int freeCores = cores;
        long freeMemoryBytes = memoryBytes;
        for (Row<A> row : running.values()) {
            freeCores -= row.cores();
            freeMemoryBytes -= row.memoryBytes();
        }
        if (certificate.cores() > freeCores || certificate.memoryBytes() > freeMemoryBytes) {
            return refuse(
                    RefusalCode.NO_CAPACITY,
                    "this node has " + freeCores + " cores and " + (freeMemoryBytes >> 20)
                            + " MiB free, less than lease " + lease + " is for; request another lease");
        }
        running.put(lease, new Row<>(certificate.cores(), certificate.memoryBytes(), allocation));
        return Optional.empty();
    }

    private static Optional<Refused> refuse(RefusalCode code, String text) {
        return Optional.of(new Refused(code, text));
    }

    /**
     * Frees what a lease has taken, and bars it.
     *
     * @param untilMs when no certificate of it can be valid any more, also of a renewal that this node was never shown
     */
    synchronized void remove(LeaseId lease, long untilMs) {
        if (running.remove(lease) != null) {
            barred.put(lease, untilMs);
        }
    }

    /** Bars a lease that nothing runs for; false when something does. */
    synchronized boolean bar(LeaseId lease, long untilMs) {
        if (running.containsKey(lease)) {
            return false;
        }
        barred.merge(lease, untilMs, Math::max);
        return true;
    }

    /**
     * Extends what runs for a lease; false when nothing does.
     *
     * @param extension done before it can be removed
     */
    synchronized boolean extend(LeaseId lease, Consumer<A> extension) {
        Optional<A> found = find(lease);
        found.ifPresent(extension);
        return found.isPresent();
    }

    /** From now on nothing is added; answers what runs. */
    synchronized List<A> close() {
        closed = true;
        return all();
    }

    synchronized Optional<A> find(LeaseId lease) {
        return Optional.ofNullable(running.get(lease)).map(Row::allocation);
    }

    synchronized List<A> all() {
        List<A> all = new ArrayList<>();
        running.values().forEach(row -> all.add(row.allocation()));
        return all;
    }
}
