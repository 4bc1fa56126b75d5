package org.rfaas.apps.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PiecewiseGatherTest {
    private static final int[] NUMBERS = IntStream.range(100, 117).toArray();

    /** What {@code MPI_Allgatherv} does, among threads. */
    private static final class Board {
        private final ByteBuffer[] sent;
        private final CyclicBarrier barrier;
        private final AtomicInteger turns = new AtomicInteger();

        Board(int size) {
            this.sent = new ByteBuffer[size];
            this.barrier = new CyclicBarrier(size);
        }

        PiecewiseGather.Exchange of(int rank) {
            return (send, sendBytes, receive, counts, displacements) -> {
                assertThat(send.isDirect() && receive.isDirect()).isTrue();
                turns.incrementAndGet();
                sent[rank] = send.slice(0, sendBytes);
                meet();
                for (int each = 0; each < sent.length; each++) {
                    assertThat(sent[each].capacity()).isEqualTo(counts[each]);
                    receive.put(displacements[each], sent[each], 0, counts[each]);
                }
                meet();
            };
        }

        private void meet() {
            try {
                barrier.await(60, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** All ranks gather 17 numbers; how often they sent. */
    private static int gather(int size, int turnBytes, int rowBytes) throws Exception {
        Board board = new Board(size);
        List<Future<int[]>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(size)) {
            for (int rank = 0; rank < size; rank++) {
                PiecewiseGather gather = new PiecewiseGather(rank, size, turnBytes, board.of(rank));
                RowBlock rows = RowBlock.share(NUMBERS.length * Integer.BYTES / rowBytes, rank, size);
                MemorySegment own = MemorySegment.ofArray(NUMBERS)
                        .asSlice((long) rows.first() * rowBytes, (long) rows.count() * rowBytes);
                results.add(threads.submit(() -> {
                    int[] all = new int[NUMBERS.length];
                    gather.run(own, MemorySegment.ofArray(all), rowBytes);
                    return all;
                }));
            }
            for (Future<int[]> result : results) {
                assertThat(result.get()).containsExactly(NUMBERS);
            }
        }
        return board.turns.get() / size;
    }

    @Test
    void shouldGatherInOneTurnWhatFitsIntoIt() throws Exception {
        assertThat(gather(3, 3 * 6 * Integer.BYTES, Integer.BYTES)).isOne();
        assertThat(gather(1, PiecewiseGather.TURN_BYTES, Integer.BYTES)).isOne();
    }

    @Test
    void shouldGatherUnevenPartsInPieces() throws Exception {
        assertThat(gather(2, 2 * Integer.BYTES, Integer.BYTES)).isEqualTo(9);
        assertThat(gather(3, 3 * 5, Integer.BYTES))
                .as("pieces that end within a number")
                .isEqualTo(5);
        assertThat(gather(4, 4, 1)).as("a byte each").isEqualTo(17);
    }

    @Test
    void shouldGatherWhereSomeRanksHaveNothing() throws Exception {
        assertThat(gather(5, 20, NUMBERS.length * Integer.BYTES))
                .as("one row, five ranks")
                .isEqualTo(17);
    }

    @Test
    void shouldRefuseAPartThatIsNotTheRanks() {
        PiecewiseGather gather = new PiecewiseGather(0, 2, 16, (_, _, _, _, _) -> {});
        MemorySegment all = MemorySegment.ofArray(new double[5]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gather.run(MemorySegment.ofArray(new double[3]), all, Double.BYTES))
                .withMessageContaining("a rank of 16 B in rows of 8 B sends 24 of 40 B");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gather.run(all, all, 3))
                .withMessageContaining("not rows of 3 B");
    }
}
