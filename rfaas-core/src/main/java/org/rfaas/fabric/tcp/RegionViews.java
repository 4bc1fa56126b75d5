package org.rfaas.fabric.tcp;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Buffers over regions for one direction of one connection, made on first use and kept, because channels take buffers,
 * buffers have a position, and the data path must not make new ones. A buffer addresses at most 2 GiB, so a region is
 * seen through windows of 1 GiB.
 */
final class RegionViews {
    private static final int WINDOW_SHIFT = 30;
    private static final long WINDOW_BYTES = 1L << WINDOW_SHIFT;

    private TcpMemoryRegion[] regions = {};
    private ByteBuffer[][] windows = {};

    /**
     * A buffer that begins at this offset and ends after {@code bytes} bytes, or earlier.
     *
     * @param offset inside the region
     * @param bytes at least 1, not beyond the region's end
     */
    ByteBuffer view(TcpMemoryRegion region, long offset, long bytes) {
        ByteBuffer window = windows(region)[(int) (offset >>> WINDOW_SHIFT)];
        int at = (int) (offset & (WINDOW_BYTES - 1));
        return window.limit((int) Math.min(window.capacity(), at + bytes)).position(at);
    }

    void forget(TcpMemoryRegion region) {
        for (int i = 0; i < regions.length; i++) {
            if (regions[i] == region) {
                int last = regions.length - 1;
                regions[i] = regions[last];
                windows[i] = windows[last];
                regions = Arrays.copyOf(regions, last);
                windows = Arrays.copyOf(windows, last);
                return;
            }
        }
    }

    private ByteBuffer[] windows(TcpMemoryRegion region) {
        TcpMemoryRegion[] known = regions;
        for (int i = 0; i < known.length; i++) {
            if (known[i] == region) {
                return windows[i];
            }
        }
        ByteBuffer[] made = windowsOf(region.segment());
        regions = Arrays.copyOf(regions, regions.length + 1);
        windows = Arrays.copyOf(windows, windows.length + 1);
        regions[regions.length - 1] = region;
        windows[windows.length - 1] = made;
        return made;
    }

    private static ByteBuffer[] windowsOf(MemorySegment memory) {
        ByteBuffer[] made = new ByteBuffer[Math.toIntExact((memory.byteSize() + WINDOW_BYTES - 1) >>> WINDOW_SHIFT)];
        for (int i = 0; i < made.length; i++) {
            long from = (long) i << WINDOW_SHIFT;
            made[i] = memory.asSlice(from, Math.min(WINDOW_BYTES, memory.byteSize() - from))
                    .asByteBuffer();
        }
        return made;
    }
}
