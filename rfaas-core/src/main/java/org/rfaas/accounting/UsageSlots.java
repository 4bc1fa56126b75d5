package org.rfaas.accounting;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;

/**
 * Registered memory in which executor managers keep the running totals of their leases, one-sided: by fetch-and-add of what
 * was added, or by plain writes of the total where the fabric has no atomics. A slot belongs to one lease and one connection
 * and begins at zero, so it has one writer and holds, at any time, a total that was true; a new connection begins a new slot
 * with the whole total. Taking the greatest of all that was seen is therefore right, whatever died when.
 *
 * <p>A slot is given to another lease only when its writer has said on the same queue pair that it is done, or that queue
 * pair is closed: nothing can write to it late.
 */
public final class UsageSlots {
    /** Leases that report at the same time. */
    public static final int SLOTS = 16_384;

    /** Length of the region. */
    public static final long BYTES = (long) SLOTS * UsageRow.BYTES;

    private record Slot(int index, LeaseId lease) {}

    private final MemoryRegion region;
    private final AccountKeeper accounts;
    private final Map<Object, List<Slot>> open = new HashMap<>();
    private final Deque<Integer> free = new ArrayDeque<>();
    private int fresh;

    /** @param region of {@link #BYTES}, that peers may write to and add to */
    public UsageSlots(MemoryRegion region, AccountKeeper accounts) {
        this.region = region;
        this.accounts = accounts;
    }

    public MemoryRegion region() {
        return region;
    }

    /**
     * A slot that holds zeros.
     *
     * @param connection over which it will be written; see {@link #disconnected}
     * @return its offset in the region; empty when all are taken
     */
    public synchronized Optional<Long> open(Object connection, LeaseCertificate lease) {
        Integer index = free.poll();
        if (index == null) {
            if (fresh == SLOTS) {
                return Optional.empty();
            }
            index = fresh++;
        }
        long offset = (long) index * UsageRow.BYTES;
        region.segment().asSlice(offset, UsageRow.BYTES).fill((byte) 0);
        accounts.reporting(lease);
        open.computeIfAbsent(connection, _ -> new ArrayList<>()).add(new Slot(index, lease.lease()));
        return Optional.of(offset);
    }

    /**
     * The writer of this connection is done with a lease. What it wrote on the same queue pair before it said so is there, so
     * the slot can be another's at once.
     */
    public synchronized void closed(Object connection, LeaseId lease) {
        List<Slot> slots = open.get(connection);
        if (slots != null) {
            List<Slot> its =
                    slots.stream().filter(slot -> slot.lease().equals(lease)).toList();
            slots.removeAll(its);
            its.forEach(this::release);
        }
    }

    /** A connection's queue pair is closed. */
    public synchronized void disconnected(Object connection) {
        List<Slot> slots = open.remove(connection);
        if (slots != null) {
            slots.forEach(this::release);
        }
    }

    private void release(Slot slot) {
        accounts.used(slot.lease(), totals(slot));
        accounts.silent(slot.lease());
        free.add(slot.index());
    }

    /** Takes what nodes have reported into the accounts. */
    public synchronized void collect() {
        open.values().forEach(slots -> slots.forEach(slot -> accounts.used(slot.lease(), totals(slot))));
    }

    private Usage totals(Slot slot) {
        return UsageRow.read(region.segment(), (long) slot.index() * UsageRow.BYTES);
    }
}
