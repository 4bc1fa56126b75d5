package org.rfaas.offload.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.plan.Blocks;
import org.rfaas.offload.plan.Columns;
import org.rfaas.offload.worker.ResidentPort;

final class RowStorageTest {
    private final short[][] rows = {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};
    private final RowStorage storage = new RowStorage(rows, 6, 2, new Columns(1, 2));

    @Test
    void shouldSendWholeRowsAndTakeBackTheColumnsThatAreWritten() {
        short[] memory = new short[6];
        storage.copyOut(Blocks.range(1, 3), false, MemorySegment.ofArray(memory), 0);
        assertThat(memory).containsExactly(4, 5, 6, 7, 8, 9);

        MemorySegment answer = MemorySegment.ofArray(new short[] {-1, -2, -3, -4, -5, -6});
        assertThat(storage.copyIn(Blocks.range(1, 3), false, answer, 0)).isEqualTo(12);
        assertThat(rows).isEqualTo(new short[][] {{1, 2, 3}, {4, -2, 6}, {7, -5, 9}});
    }

    @Test
    void shouldSendNeighboursTogetherAndOnlyRowsThatMayBeUsed() {
        short[][] uneven = {{1, 2, 3}, {4, 5, 6}, null, {7, 8, 9}, {10, 11, 12, 13}, {14, 15, 16}, {17}};
        List<String> writes = new ArrayList<>();
        ResidentPort port = new Port((offset, parts) -> {
            List<Short> all = parts.stream()
                    .flatMap(part -> part.elements(ValueLayout.JAVA_SHORT))
                    .map(element -> element.get(ValueLayout.JAVA_SHORT, 0))
                    .toList();
            writes.add(offset + ": " + all);
        });
        new RowStorage(uneven, 6, 2, Columns.all(3)).send(0, 7, port, 100);
        assertThat(writes).containsExactly("100: [1, 2, 3, 4, 5, 6]", "118: [7, 8, 9]", "130: [14, 15, 16]");

        writes.clear();
        new RowStorage(uneven, 6, 2, Columns.all(3)).send(1, 2, port, 50);
        assertThat(writes).containsExactly("50: [4, 5, 6]");
    }

    @Test
    void shouldNotHoldASegmentForEachOfManyRows() {
        byte[][] many = new byte[1_000_000][1];
        List<Integer> counts = new ArrayList<>();
        AtomicLong end = new AtomicLong(7);
        ResidentPort port = new Port((offset, parts) -> {
            assertThat(offset).isEqualTo(end.getAndAdd(parts.size()));
            counts.add(parts.size());
        });
        new RowStorage(many, 1, 1, Columns.all(1)).send(0, many.length, port, 7);
        assertThat(end).hasValue(7 + many.length);
        assertThat(counts).allMatch(count -> count <= many.length / 10);
    }

    private record Port(BiConsumer<Long, List<MemorySegment>> writer) implements ResidentPort {
        @Override
        public int id() {
            return 0;
        }

        @Override
        public long bytes() {
            return Long.MAX_VALUE;
        }

        @Override
        public void write(long offset, List<MemorySegment> parts) {
            writer.accept(offset, parts);
        }

        @Override
        public void close() {}
    }

    @Test
    void shouldFindColumnsInPackedRows() {
        MemorySegment answer = MemorySegment.ofArray(new short[] {-1, -2, -3, -4, -5, -6});
        storage.copyIn(new Blocks(0, 2, 1, 2), true, answer, 0);
        assertThat(rows).isEqualTo(new short[][] {{1, -2, 3}, {4, 5, 6}, {7, -5, 9}});
    }
}
