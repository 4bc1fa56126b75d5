package org.rfaas.board;

import static org.rfaas.board.BoardLayout.WORD;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.rfaas.lease.BookObserver;
import org.rfaas.lease.NodeStatus;
import org.rfaas.lease.NodeTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the board: every change of a node, at once, at the cost of some stores. One thread at a time, which the book's lock
 * provides.
 *
 * <p>Memory ordering: a version is made odd before what it guards is stored, and even after; the fences pair with those in
 * {@link BoardReader}, or with the order in which a network carries out the reads of one queue pair.
 */
public final class Board implements BookObserver {
    /** Length of the memory it needs. */
    public static final int BYTES = BoardLayout.BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(Board.class);

    private final MemorySegment memory;
    private final Map<String, Integer> rows = new HashMap<>();
    private final Deque<Integer> vacant = new ArrayDeque<>();
    private long freeCores;
    private long freeNodes;
    private boolean isOverfull;

    /** @param memory of {@link #BYTES}, zeros, aligned to 8 */
    public Board(MemorySegment memory) {
        this.memory = memory;
        set(BoardLayout.MAGIC_WORD, BoardLayout.MAGIC);
        set(BoardLayout.VERSION, 2);
    }

    @Override
    public void nodeChanged(NodeTable.Row node) {
        boolean isOpen = node.status() == NodeStatus.ONLINE;
        put(node.capacity().name(), isOpen ? node.freeCores() : 0, isOpen ? node.freeMemoryBytes() : 0);
    }

    @Override
    public void nodeRemoved(String nodeName) {
        if (rows.containsKey(nodeName)) {
            put(nodeName, 0, 0);
            vacant.add(rows.remove(nodeName));
        }
    }

    private void put(String node, long cores, long memoryBytes) {
        int row = rowOf(node);
        if (row < 0) {
            return;
        }
        long at = BoardLayout.ROWS + (long) row * BoardLayout.ROW_BYTES;
        long formerCores = get(at);
        boolean isKnown = row < get(BoardLayout.NODES);
        if (isKnown && formerCores == cores && get(at + Long.BYTES) == memoryBytes) {
            return;
        }
        freeCores += cores - formerCores;
        freeNodes += (cores > 0 ? 1 : 0) - (formerCores > 0 ? 1 : 0);
        long block = BoardLayout.versionOf(BoardLayout.blockOf(row));
        begin(BoardLayout.VERSION);
        begin(block);
        set(at, cores);
        set(at + Long.BYTES, memoryBytes);
        end(block);
        set(BoardLayout.NODES, Math.max(get(BoardLayout.NODES), row + 1));
        set(BoardLayout.FREE_CORES, freeCores);
        set(BoardLayout.FREE_NODES, freeNodes);
        end(BoardLayout.VERSION);
    }

    private int rowOf(String node) {
        Integer known = rows.get(node);
        if (known != null) {
            return known;
        }
        Integer row = vacant.poll();
        if (row == null) {
            if (rows.size() == BoardLayout.MAX_NODES) {
                if (!isOverfull) {
                    isOverfull = true;
                    LOG.warn("the board has room for {} nodes; others are leased but not shown", rows.size());
                }
                return -1;
            }
            row = rows.size();
        }
        rows.put(node, row);
        return row;
    }

    private void begin(long version) {
        WORD.setOpaque(memory, version, get(version) + 1);
        VarHandle.storeStoreFence();
    }

    private void end(long version) {
        WORD.setRelease(memory, version, get(version) + 1);
    }

    private long get(long offset) {
        return (long) WORD.get(memory, offset);
    }

    private void set(long offset, long value) {
        WORD.setOpaque(memory, offset, value);
    }
}
