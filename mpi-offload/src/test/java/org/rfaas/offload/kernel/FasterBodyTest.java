package org.rfaas.offload.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.woven.RemoteBody;

/** {@code y[i] += x[i - 2]} with y an array of int and x one of double. */
final class FasterBodyTest {
    private static final int FIRST = 50;

    private int iterationsOnBuffers;
    private int iterationsOnArrays;
    private int mostIterations;

    private final RemoteBody inForms = new RemoteBody() {
        @Override
        public String elementTypes() {
            return "ID";
        }

        @Override
        public long rows() {
            return 0;
        }

        @Override
        public long written() {
            return 0b01;
        }

        @Override
        public String sharedOrigins() {
            return "\0\0";
        }

        @Override
        public void run(
                MemorySegment[] windows,
                long[] origins,
                int[] rowLengths,
                long[] scalars,
                long[] results,
                int start,
                int from,
                int to) {
            throw new AssertionError("windows as short as these fit buffers");
        }

        @Override
        public void runOnBuffers(
                Buffer[] windows,
                long[] origins,
                int[] rowLengths,
                long[] scalars,
                long[] results,
                int start,
                int from,
                int to) {
            iterationsOnBuffers += to - from;
            IntBuffer y = (IntBuffer) windows[0];
            DoubleBuffer x = (DoubleBuffer) windows[1];
            for (int i = from; i < to; i++) {
                int at = i - (int) origins[0];
                y.put(at, y.get(at) + (int) x.get(i - 2 - (int) origins[1]));
            }
        }

        @Override
        public void runOnArrays(
                Object[] windows,
                long[] origins,
                int[] rowLengths,
                long[] scalars,
                long[] results,
                int start,
                int from,
                int to) {
            iterationsOnArrays += to - from;
            mostIterations = Math.max(mostIterations, to - from);
            int[] y = (int[]) windows[0];
            double[] x = (double[]) windows[1];
            int origin = (int) origins[0];
            assertThat(y).hasSize(to - from + 2);
            assertThat(x).hasSize(to - from);
            for (int i = from; i < to; i++) {
                y[i - origin] += (int) x[i - 2 - origin];
            }
        }
    };

    private final FasterBody body = new FasterBody(inForms);

    @Test
    void shouldTryBothFormsAndComputeTheSameInEither() {
        for (int run = 0; run < 30; run++) {
            check(run % 3 == 0 ? 7000 : 10_000);
        }
        assertThat(iterationsOnBuffers).isPositive();
        assertThat(iterationsOnArrays).isPositive();
    }

    @Test
    void shouldCopyNoMoreThanCachesHold() {
        for (int run = 0; run < 5; run++) {
            check(1_000_000);
        }
        assertThat(mostIterations).isBetween(1, (int) (Tiles.TILE_BYTES / 12));
    }

    @Test
    void shouldNotCopyWindowsThatAreLargeAndDoNotMove() {
        Windows windows = new Windows(2);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment y = arena.allocate(ValueLayout.JAVA_INT, 10);
            windows.set(0, y, FIRST, 0, 1, true);
            windows.set(1, arena.allocate(Tiles.MAX_BYTES), FIRST - 2, 0, 0, true);
            for (int run = 0; run < 5; run++) {
                body.run(windows, new long[0], new long[0], 0, FIRST, FIRST + 10);
            }
        }
        assertThat(iterationsOnArrays).isZero();
        assertThat(iterationsOnBuffers).isEqualTo(50);
    }

    private void check(int length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment y = arena.allocate(ValueLayout.JAVA_INT, length);
            MemorySegment x = arena.allocate(ValueLayout.JAVA_DOUBLE, length);
            for (int i = 0; i < length; i++) {
                y.setAtIndex(ValueLayout.JAVA_INT, i, i);
                x.setAtIndex(ValueLayout.JAVA_DOUBLE, i, 2 * i + 0.5);
            }
            Windows windows = new Windows(2);
            windows.set(0, y, FIRST, 0, 1, true);
            windows.set(1, x, FIRST - 2, 0, 1, true);
            body.run(windows, new long[0], new long[0], 0, FIRST, FIRST + length);
            assertThat(y.toArray(ValueLayout.JAVA_INT))
                    .isEqualTo(IntStream.range(0, length).map(i -> 3 * i).toArray());
        }
    }
}
