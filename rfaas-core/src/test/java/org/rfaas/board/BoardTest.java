package org.rfaas.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.lease.Leases;
import org.rfaas.lease.NodeStatus;
import org.rfaas.lease.NodeTable;

@Timeout(240)
class BoardTest {
    private final MemorySegment memory = Arena.ofAuto().allocate(Board.BYTES, Long.BYTES);
    private final Board board = new Board(memory);
    private int reads;
    private long bytesRead;
    private final BoardReader reader = new BoardReader(this::copy);

    private void copy(long offset, MemorySegment into) {
        reads++;
        bytesRead += into.byteSize();
        copyWords(memory, offset, into);
    }

    private static void copyWords(MemorySegment from, long offset, MemorySegment into) {
        for (long at = 0; at < into.byteSize(); at += Long.BYTES) {
            into.set(ValueLayout.JAVA_LONG, at, (long) BoardLayout.WORD.getOpaque(from, offset + at));
        }
    }

    private static NodeTable.Row node(int number, int freeCores, NodeStatus status) {
        return new NodeTable.Row(Leases.node("node-" + number, 64, 64 * Leases.GIB), freeCores, freeCores, status);
    }

    private static NodeTable.Row node(int number, int freeCores) {
        return node(number, freeCores, NodeStatus.ONLINE);
    }

    @Test
    void shouldShowWhatIsFreeOnEachNodeAndInAll() {
        board.nodeChanged(node(1, 3));
        board.nodeChanged(node(2, 0));
        board.nodeChanged(node(3, 5));
        BoardReader.Summary summary = reader.summary();
        assertThat(summary.nodes()).isEqualTo(3);
        assertThat(summary.freeCores()).isEqualTo(8);
        assertThat(summary.freeNodes()).isEqualTo(2);
        reader.refreshRows();
        assertThat(new int[] {reader.freeCores(0), reader.freeCores(1), reader.freeCores(2)})
                .containsExactly(3, 0, 5);
        assertThat(reader.freeMemoryBytes(2)).isEqualTo(5);
    }

    @Test
    void shouldCostOneReadOfOneLineAsLongAsNothingMoves() {
        board.nodeChanged(node(1, 3));
        BoardReader.Summary summary = reader.summary();
        BoardReader.Leasable leasable = reader.leasable(1);
        reads = 0;
        bytesRead = 0;
        assertThat(reader.summary()).isSameAs(summary);
        board.nodeChanged(node(1, 3));
        assertThat(reader.leasable(1)).as("said again, not changed").isSameAs(leasable);
        assertThat(reads).isEqualTo(2);
        assertThat(bytesRead).isEqualTo(128);
    }

    @Test
    void shouldCountCoresAsLeasableThatTheirNodesHaveMemoryFor() {
        board.nodeChanged(node(1, 3));
        board.nodeChanged(node(2, 4));
        assertThat(reader.leasable(1).cores()).isEqualTo(7);
        assertThat(reader.leasable(2).cores()).isEqualTo(1 + 2);
        assertThat(reader.leasable(4).cores()).isEqualTo(1);

        board.nodeChanged(node(1, 8));
        assertThat(reader.leasable(4).cores()).isEqualTo(2 + 1);
        board.nodeRemoved("node-1");
        board.nodeRemoved("node-2");
        assertThat(reader.leasable(4).cores()).isZero();
    }

    @Test
    void shouldReadTheBlocksAloneThatMoved() {
        for (int i = 0; i < 1000; i++) {
            board.nodeChanged(node(i, 1));
        }
        reader.refreshRows();
        board.nodeChanged(node(500, 7));
        board.nodeChanged(node(999, 9));
        bytesRead = 0;
        reader.refreshRows();
        assertThat(reader.freeCores(500)).isEqualTo(7);
        assertThat(reader.freeCores(999)).isEqualTo(9);
        long directoryBytes = 32 * Long.BYTES;
        assertThat(bytesRead)
                .isEqualTo(
                        3L * BoardLayout.HEADER_BYTES + directoryBytes + 2L * (BoardLayout.BLOCK_BYTES + Long.BYTES));
    }

    @Test
    void shouldShowNothingFreeOnNodesThatTakeNoLeases() {
        board.nodeChanged(node(1, 3));
        for (NodeStatus status :
                new NodeStatus[] {NodeStatus.DRAINING, NodeStatus.DRAINED, NodeStatus.AWAY, NodeStatus.LOST}) {
            board.nodeChanged(node(1, 3, status));
            assertThat(reader.summary().freeCores()).as("%s", status).isZero();
        }
        board.nodeChanged(node(1, 3));
        assertThat(reader.summary().freeCores()).isEqualTo(3);
    }

    @Test
    void shouldGiveTheRowOfARemovedNodeToTheNextOne() {
        board.nodeChanged(node(1, 3));
        board.nodeChanged(node(2, 4));
        board.nodeRemoved("node-1");
        assertThat(reader.summary().freeCores()).isEqualTo(4);
        board.nodeChanged(node(3, 5));
        assertThat(reader.summary().nodes()).isEqualTo(2);
        reader.refreshRows();
        assertThat(reader.freeCores(0)).isEqualTo(5);
    }

    @Test
    void shouldLeaveOutNodesForWhichThereIsNoRoom() {
        for (int i = 0; i < BoardLayout.MAX_NODES + 10; i++) {
            board.nodeChanged(node(i, 1));
        }
        assertThat(reader.summary().freeCores()).isEqualTo(BoardLayout.MAX_NODES);
    }

    @Test
    void shouldRefuseMemoryThatIsNoBoard() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new BoardReader((_, into) -> into.fill((byte) 7)))
                .withMessageContaining("no availability board");
    }

    /**
     * One writer that always changes two things at once, so that a torn reading shows: the memory of a node is twice its
     * cores, and two nodes of different blocks move cores to and fro.
     */
    @Test
    void shouldNeverBeReadHalfChanged() throws InterruptedException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int nodes = 100;
        for (int i = 0; i < nodes; i++) {
            board.nodeChanged(pair(i, 10));
        }
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<String> wrong = new AtomicReference<>();
        Thread[] readers = new Thread[2];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = Thread.ofPlatform().start(() -> {
                try {
                    read(nodes, done, wrong);
                } catch (RuntimeException e) {
                    wrong.set(e.toString());
                }
            });
        }
        for (int i = 0; i < 2_000_000 && wrong.get() == null; i++) {
            board.nodeChanged(pair(random.nextInt(nodes), random.nextInt(64)));
            for (int pause = random.nextInt(20); pause > 0; pause--) {
                Thread.onSpinWait();
            }
        }
        done.set(true);
        for (Thread each : readers) {
            each.join();
        }
        assertThat(wrong.get()).as("seed %d", seed).isNull();
    }

    private static NodeTable.Row pair(int number, int freeCores) {
        return new NodeTable.Row(
                Leases.node("node-" + number, 64, 64 * Leases.GIB), freeCores, 2L * freeCores, NodeStatus.ONLINE);
    }

    private void read(int nodes, AtomicBoolean done, AtomicReference<String> wrong) {
        BoardReader own = new BoardReader((offset, into) -> copyWords(memory, offset, into));
        long version = 0;
        while (!done.get()) {
            BoardReader.Summary summary = own.summary();
            if (summary.version() < version || summary.freeCores() < 0 || summary.freeNodes() > nodes) {
                wrong.set(summary + " after version " + version);
            }
            version = summary.version();
            own.refreshRows();
            for (int row = 0; row < nodes; row++) {
                if (own.freeMemoryBytes(row) != 2L * own.freeCores(row)) {
                    wrong.set("row " + row + ": " + own.freeCores(row) + " and " + own.freeMemoryBytes(row));
                }
            }
        }
    }
}
