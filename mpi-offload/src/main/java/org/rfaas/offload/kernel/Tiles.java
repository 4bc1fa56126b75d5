package org.rfaas.offload.kernel;

import org.jspecify.annotations.Nullable;
import org.rfaas.offload.woven.RemoteBody;

/**
 * Runs a body over arrays, tile by tile: so many iterations at a time that what moves along with them fits into the first
 * level cache, from where copying it costs little. Windows that do not move are copied once an invocation.
 *
 * <p>One thread. Arrays of the two last lengths of each use are kept, because the last tile is shorter than the others.
 */
final class Tiles {
    /** Of the parts of all windows that move along, together. */
    static final long TILE_BYTES = 16 << 10;

    /** Of all arrays together. Copying more than caches hold gains nothing. */
    static final long MAX_BYTES = 4 << 20;

    private final RemoteBody body;
    private final long tileBytes;
    private final String types;
    private final String shared;
    private final long rows;
    private final long written;
    private final @Nullable HeapWindow[] last;
    private final @Nullable HeapWindow[] previous;
    private final Object[] arrays;
    private final long[] origins;

    /** Of the invocation that {@link #fit} was asked about. */
    private Windows windows = new Windows(0);

    private int from;
    private int to;

    /** Units an iteration moves on, units a tile of one has. */
    private final long[] moves;

    private final long[] widths;
    private final long[] unused;
    private int iterations;

    /** @param tileBytes of the parts of all windows that move along, together; {@link #TILE_BYTES} but for tests */
    Tiles(RemoteBody body, long tileBytes) {
        this.body = body;
        this.tileBytes = tileBytes;
        this.types = body.elementTypes();
        this.shared = body.sharedOrigins();
        this.rows = body.rows();
        this.written = body.written();
        int uses = types.length();
        this.last = new HeapWindow[uses];
        this.previous = new HeapWindow[uses];
        this.arrays = new Object[uses];
        this.origins = new long[uses];
        this.moves = new long[uses];
        this.widths = new long[uses];
        this.unused = new long[uses];
    }

    /** Whether arrays would be small enough for these iterations; then {@link #run} them. */
    boolean fit(Windows ofInvocation, int begin, int stop) {
        windows = ofInvocation;
        from = begin;
        to = stop;
        System.arraycopy(windows.origins, 0, origins, 0, origins.length);
        for (int use = 0; use < origins.length; use++) {
            int first = shared.charAt(use);
            origins[first] = Math.min(origins[first], windows.origins[use]);
        }
        long count = (long) to - from;
        long movingBytes = 0;
        long otherBytes = 0;
        for (int use = 0; use < moves.length; use++) {
            long unitBytes = unitBytes(use);
            if (unitBytes == 0) {
                return false;
            }
            moves[use] = count == 1 ? 0 : Math.abs((long) windows.steps[use]);
            widths[use] = windows.memory[use].byteSize() / unitBytes - (count - 1) * moves[use];
            unused[use] = windows.origins[use] - origins[shared.charAt(use)];
            if (widths[use] < 0) {
                return false;
            }
            movingBytes += moves[use] * unitBytes;
            otherBytes += Math.max(0, widths[use] - moves[use]) * unitBytes + unused[use] * unitBytes;
        }
        iterations = movingBytes == 0
                ? (int) Math.min(count, Integer.MAX_VALUE)
                : (int) Math.clamp(tileBytes / movingBytes, 1, count);
        return otherBytes + iterations * movingBytes <= MAX_BYTES;
    }

    /** Runs the iterations {@code [begin, stop)} of those that {@link #fit} was asked about. */
    void run(long[] scalars, long[] results, int start, int begin, int stop) {
        int first = begin;
        while (first < stop) {
            int end = stop - first > iterations ? first + iterations : stop;
            for (int use = 0; use < arrays.length; use++) {
                if (moves[use] != 0 || first == begin) {
                    copyIn(use, first, end);
                }
            }
            body.runOnArrays(arrays, origins, windows.rowLengths, scalars, results, start, first, end);
            for (int use = 0; use < arrays.length; use++) {
                if (moves[use] != 0 || end == stop) {
                    copyOut(use, first, end);
                }
            }
            first = end;
        }
    }

    private void copyIn(int use, int first, int end) {
        long skipped = skipped(use, first, end);
        HeapWindow window = window(use, (end - first - 1) * moves[use] + widths[use], windows.rowLengths[use]);
        arrays[use] = window.array;
        origins[use] = windows.origins[use] - unused[use] + skipped;
        if (windows.isRead[use]) {
            window.fill(windows.memory[use], skipped * unitBytes(use));
        }
    }

    private void copyOut(int use, int first, int end) {
        HeapWindow window = last[use];
        if ((written >>> use & 1) == 0 || window == null) {
            return;
        }
        window.drain(windows.memory[use], skipped(use, first, end) * unitBytes(use));
    }

    /** Units of the window in front of those of a tile. */
    private long skipped(int use, int first, int end) {
        return moves[use] * (windows.steps[use] >= 0 ? (long) first - from : (long) to - end);
    }

    private HeapWindow window(int use, long units, int rowLength) {
        HeapWindow window = last[use];
        if (window == null || !window.is((int) unused[use], (int) units, isRows(use) ? rowLength : 0)) {
            HeapWindow other = previous[use];
            previous[use] = window;
            window = other != null && other.is((int) unused[use], (int) units, isRows(use) ? rowLength : 0)
                    ? other
                    : create(use, (int) units, rowLength);
            last[use] = window;
        }
        return window;
    }

    private HeapWindow create(int use, int units, int rowLength) {
        char type = types.charAt(use);
        return isRows(use)
                ? HeapWindow.ofRows(type, (int) unused[use], units, rowLength)
                : HeapWindow.ofElements(type, (int) unused[use], units);
    }

    private long unitBytes(int use) {
        int elementBytes = HeapWindow.bytes(types.charAt(use));
        return isRows(use) ? (long) windows.rowLengths[use] * elementBytes : elementBytes;
    }

    private boolean isRows(int use) {
        return (rows >>> use & 1) != 0;
    }
}
