package org.rfaas.fabric.tcp;

import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.Access;

/**
 * The regions of a fabric by rkey: an immutable open-addressing table, replaced when a region comes or goes, so that a
 * look-up takes no lock and allocates nothing. Keys are random, so they need no hashing.
 */
final class RegionTable {
    private static final int MIN_CAPACITY = 16;

    private volatile @Nullable TcpMemoryRegion[] slots = new TcpMemoryRegion[MIN_CAPACITY];
    private int count;

    /** The region in which a peer may do this, or null. */
    @Nullable
    TcpMemoryRegion permitted(int rkey, Access right, long address, long bytes) {
        @Nullable TcpMemoryRegion[] table = slots;
        int mask = table.length - 1;
        for (int at = rkey & mask; ; at = (at + 1) & mask) {
            TcpMemoryRegion region = table[at];
            if (region == null) {
                return null;
            }
            if (region.descriptor().rkey() == rkey && region.permits(right, address, bytes)) {
                return region;
            }
        }
    }

    synchronized void add(TcpMemoryRegion region) {
        count++;
        rebuild(region, null);
    }

    synchronized void remove(TcpMemoryRegion region) {
        count--;
        rebuild(null, region);
    }

    private void rebuild(@Nullable TcpMemoryRegion added, @Nullable TcpMemoryRegion removed) {
        int capacity = Math.max(MIN_CAPACITY, Integer.highestOneBit(count) << 2); // at most half full
        @Nullable TcpMemoryRegion[] table = new TcpMemoryRegion[capacity];
        for (TcpMemoryRegion region : slots) {
            if (region != null && region != removed) {
                place(table, region);
            }
        }
        if (added != null) {
            place(table, added);
        }
        slots = table;
    }

    private static void place(@Nullable TcpMemoryRegion[] table, TcpMemoryRegion region) {
        int mask = table.length - 1;
        int at = region.descriptor().rkey() & mask;
        while (table[at] != null) {
            at = (at + 1) & mask;
        }
        table[at] = region;
    }
}
