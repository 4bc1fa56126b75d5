package org.rfaas.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.plan.Blocks;
import org.rfaas.offload.plan.Columns;

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
    void shouldFindColumnsInPackedRows() {
        MemorySegment answer = MemorySegment.ofArray(new short[] {-1, -2, -3, -4, -5, -6});
        storage.copyIn(new Blocks(0, 2, 1, 2), true, answer, 0);
        assertThat(rows).isEqualTo(new short[][] {{1, -2, 3}, {4, 5, 6}, {7, -5, 9}});
    }
}
