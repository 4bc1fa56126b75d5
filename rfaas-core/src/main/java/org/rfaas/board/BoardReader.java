package org.rfaas.board;

import static org.rfaas.board.BoardLayout.WORD;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads the board, wherever it is. As long as nothing has moved a look costs one read of one cache line; after that, the
 * summary costs another, and each block of rows that moved two more. One thread at a time.
 */
public final class BoardReader {
    /** Writers are done within nanoseconds, unless they are interrupted: after some attempts it waits in between. */
    private static final int QUICK_ATTEMPTS = 100;

    private static final int ATTEMPTS = 10_000;
    private static final long PAUSE_NS = 50_000;

    /** Copies some of the board's memory. Reads are carried out one after the other. */
    @FunctionalInterface
    public interface Source {
        void read(long offset, MemorySegment into);
    }

    /**
     * What is free in all, at one moment.
     *
     * @param version grows with every change
     * @param freeNodes nodes with at least one free core
     */
    public record Summary(long version, int nodes, long freeCores, int freeNodes) {}

    /**
     * What could be leased, at one moment for each node.
     *
     * @param version of the board
     * @param cores that are free on nodes that have the memory for them, too
     */
    public record Leasable(long version, long cores) {}

    private final Source source;
    private final MemorySegment header;
    private final MemorySegment directory;
    private final MemorySegment block;
    private long[] seenBlocks = {};
    private int[] cores = {};
    private long[] memoryBytes = {};
    private Summary summary = new Summary(0, 0, 0, 0);
    private Leasable leasable = new Leasable(0, 0);
    private long leasablePerCore;

    /**
     * @throws IllegalArgumentException when there is no board of this version
     */
    public BoardReader(Source source) {
        this.source = source;
        MemorySegment own = Arena.ofAuto()
                .allocate(BoardLayout.HEADER_BYTES + BoardLayout.DIRECTORY_BYTES + BoardLayout.BLOCK_BYTES, Long.BYTES);
        this.header = own.asSlice(0, BoardLayout.HEADER_BYTES);
        this.directory = own.asSlice(BoardLayout.HEADER_BYTES, BoardLayout.DIRECTORY_BYTES);
        this.block = own.asSlice(BoardLayout.HEADER_BYTES + BoardLayout.DIRECTORY_BYTES, BoardLayout.BLOCK_BYTES);
        read(0, header);
        if (get(header, BoardLayout.MAGIC_WORD) != BoardLayout.MAGIC) {
            throw new IllegalArgumentException("no availability board of this version there");
        }
    }

    /** What is free in all, now; the same object as long as nothing has moved. */
    public Summary summary() {
        for (int i = 0; i < ATTEMPTS; i++) {
            pause(i);
            read(0, header);
            long version = get(header, BoardLayout.VERSION);
            if (version == summary.version()) {
                return summary;
            }
            if (BoardLayout.isBeingChanged(version)) {
                continue;
            }
            // what came with the version may be older than it: only a reading between two equal versions counts
            read(0, header);
            Summary read = new Summary(
                    version,
                    Math.clamp(get(header, BoardLayout.NODES), 0, BoardLayout.MAX_NODES),
                    get(header, BoardLayout.FREE_CORES),
                    (int) get(header, BoardLayout.FREE_NODES));
            read(0, header);
            if (get(header, BoardLayout.VERSION) == version) {
                summary = read;
                return read;
            }
        }
        throw new IllegalStateException(
                "the board does not come to rest; its writer has died in the middle of a change");
    }

    /**
     * What could be leased now, if each core is to have so much memory. Looks at the rows only when something has moved and
     * is free.
     *
     * @param bytesPerCore greater than 0
     */
    public Leasable leasable(long bytesPerCore) {
        Summary now = summary();
        if (now.version() != leasable.version() || bytesPerCore != leasablePerCore) {
            leasable = new Leasable(now.version(), now.freeCores() > 0 ? coresWith(bytesPerCore) : 0);
            leasablePerCore = bytesPerCore;
        }
        return leasable;
    }

    private long coresWith(long bytesPerCore) {
        refreshRows();
        long all = 0;
        for (int row = 0; row < cores.length; row++) {
            all += Math.min(cores[row], memoryBytes[row] / bytesPerCore);
        }
        return all;
    }

    /** Brings the rows up to date; reads those only that moved. Each is of one moment, not all of the same. */
    public void refreshRows() {
        int nodes = summary().nodes();
        int blocks = (nodes + BoardLayout.ROWS_PER_BLOCK - 1) / BoardLayout.ROWS_PER_BLOCK;
        makeRoom(blocks);
        MemorySegment versions = directory.asSlice(0, Math.max(1, blocks) * (long) Long.BYTES);
        read(BoardLayout.DIRECTORY, versions);
        for (int i = 0; i < blocks; i++) {
            long version = get(versions, (long) i * Long.BYTES);
            if (version != seenBlocks[i]) {
                refresh(i, version);
            }
        }
    }

    /** Rows are kept for as many nodes as there have been: most readers never ask for any. */
    private void makeRoom(int blocks) {
        if (blocks > seenBlocks.length) {
            seenBlocks = Arrays.copyOf(seenBlocks, blocks);
            cores = Arrays.copyOf(cores, blocks * BoardLayout.ROWS_PER_BLOCK);
            memoryBytes = Arrays.copyOf(memoryBytes, blocks * BoardLayout.ROWS_PER_BLOCK);
        }
    }

    private void refresh(int index, long seen) {
        long version = seen;
        MemorySegment again = directory.asSlice((long) index * Long.BYTES, Long.BYTES);
        for (int i = 0; i < ATTEMPTS; i++) {
            pause(i);
            boolean isStable = !BoardLayout.isBeingChanged(version);
            if (isStable) {
                read(BoardLayout.rowsOf(index), block);
            }
            read(BoardLayout.versionOf(index), again);
            if (isStable && get(again, 0) == version) {
                take(index);
                seenBlocks[index] = version;
                return;
            }
            version = get(again, 0);
        }
        throw new IllegalStateException(
                "the board does not come to rest; its writer has died in the middle of a change");
    }

    private static void pause(int failures) {
        if (failures > QUICK_ATTEMPTS) {
            LockSupport.parkNanos(PAUSE_NS);
        } else if (failures > 0) {
            Thread.onSpinWait();
        }
    }

    private void take(int index) {
        int first = index * BoardLayout.ROWS_PER_BLOCK;
        for (int row = 0; row < BoardLayout.ROWS_PER_BLOCK; row++) {
            cores[first + row] = (int) get(block, (long) row * BoardLayout.ROW_BYTES);
            memoryBytes[first + row] = get(block, (long) row * BoardLayout.ROW_BYTES + Long.BYTES);
        }
    }

    /** Free cores of the node in a row, 0 to {@code summary().nodes() - 1}, as of the last {@link #refreshRows}; else 0. */
    public int freeCores(int row) {
        return row < cores.length ? cores[row] : 0;
    }

    /** Free memory of the node in a row, as of the last {@link #refreshRows}; else 0. */
    public long freeMemoryBytes(int row) {
        return row < memoryBytes.length ? memoryBytes[row] : 0;
    }

    /** Reads, and does not begin the next reading before: where the source is plain memory the fence sees to that. */
    private void read(long offset, MemorySegment into) {
        source.read(offset, into);
        VarHandle.acquireFence();
    }

    private static long get(MemorySegment own, long offset) {
        return (long) WORD.get(own, offset);
    }
}
