package org.rfaas.board;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.NodeCapacity;
import org.rfaas.lease.NodeStatus;
import org.rfaas.lease.NodeTable;

/**
 * Concurrency tests of the board's versions, run by {@link BoardStressIT}: one writer, and a reader that copies the memory
 * as the shm provider does.
 */
final class BoardStress {
    private static final NodeTable.Row A1 = node("a", 1);
    private static final NodeTable.Row A3 = node("a", 3);
    private static final NodeTable.Row A5 = node("a", 5);
    private static final NodeTable.Row B4 = node("b", 4);

    private BoardStress() {}

    /** Its free memory is twice its free cores. */
    private static NodeTable.Row node(String name, int freeCores) {
        NodeCapacity capacity = new NodeCapacity(name, 1, new FabricAddress("shm", "/x"), 8, 1 << 30);
        return new NodeTable.Row(capacity, freeCores, 2L * freeCores, NodeStatus.ONLINE);
    }

    /** A board with room for one block of rows, on which node a has one core, and who reads it. */
    private static final class Scene {
        final Board board;
        final BoardReader reader;

        Scene() {
            MemorySegment memory = Arena.ofAuto().allocate(BoardLayout.ROWS + BoardLayout.BLOCK_BYTES, 64);
            board = new Board(memory);
            board.nodeChanged(A1);
            reader = new BoardReader((offset, into) -> MemorySegment.copy(memory, offset, into, 0, into.byteSize()));
        }
    }

    /** The sums are those of one moment. */
    @JCStressTest
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "before")
    @Outcome(id = "1, 3, 1", expect = ACCEPTABLE, desc = "after the first change")
    @Outcome(id = "2, 7, 2", expect = ACCEPTABLE, desc = "after both")
    @Outcome(expect = FORBIDDEN, desc = "half of a change")
    @State
    public static class Sums {
        private final Scene scene = new Scene();

        @Actor
        public void change() {
            scene.board.nodeChanged(A3);
            scene.board.nodeChanged(B4);
        }

        @Actor
        public void look(III_Result result) {
            BoardReader.Summary summary = scene.reader.summary();
            result.r1 = summary.nodes();
            result.r2 = (int) summary.freeCores();
            result.r3 = summary.freeNodes();
        }
    }

    /** A row is that of one moment. */
    @JCStressTest
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "before")
    @Outcome(id = "3, 6", expect = ACCEPTABLE, desc = "after the first change")
    @Outcome(id = "5, 10", expect = ACCEPTABLE, desc = "after both")
    @Outcome(expect = FORBIDDEN, desc = "half of a change")
    @State
    public static class Rows {
        private final Scene scene = new Scene();

        @Actor
        public void change() {
            scene.board.nodeChanged(A3);
            scene.board.nodeChanged(A5);
        }

        @Actor
        public void look(II_Result result) {
            scene.reader.refreshRows();
            result.r1 = scene.reader.freeCores(0);
            result.r2 = (int) scene.reader.freeMemoryBytes(0);
        }
    }

    /** Who has read the sums of a change reads rows that are no older. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "before")
    @Outcome(id = "1, 3", expect = ACCEPTABLE, desc = "it came in between")
    @Outcome(id = "3, 3", expect = ACCEPTABLE, desc = "after")
    @Outcome(expect = FORBIDDEN, desc = "a row older than the sums")
    @State
    public static class RowsAfterSums {
        private final Scene scene = new Scene();

        @Actor
        public void change() {
            scene.board.nodeChanged(A3);
        }

        @Actor
        public void look(II_Result result) {
            result.r1 = (int) scene.reader.summary().freeCores();
            scene.reader.refreshRows();
            result.r2 = scene.reader.freeCores(0);
        }
    }
}
