package org.rfaas.offload.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.woven.ArrayBody;
import org.rfaas.offload.woven.RemoteBody;

/** {@code y[i] += x[i]} with y an array of int and x one of double. */
final class FasterBodyTest {
    private int runsInMemory;
    private int runsOnArrays;

    private final RemoteBody inMemory = (windows, _, _, _, _, _, from, to) -> {
        runsInMemory++;
        for (int i = from; i < to; i++) {
            int y = windows[0].getAtIndex(ValueLayout.JAVA_INT, i - from);
            double x = windows[1].getAtIndex(ValueLayout.JAVA_DOUBLE, i - from);
            windows[0].setAtIndex(ValueLayout.JAVA_INT, i - from, y + (int) x);
        }
    };

    private final ArrayBody onArrays = new ArrayBody() {
        @Override
        public String elementTypes() {
            return "ID";
        }

        @Override
        public long written() {
            return 0b01;
        }

        @Override
        public void run(
                Object[] arrays,
                long[] origins,
                int[] rowLengths,
                long[] scalars,
                long[] results,
                int start,
                int from,
                int to) {
            runsOnArrays++;
            int[] y = (int[]) arrays[0];
            double[] x = (double[]) arrays[1];
            assertThat(y).hasSize(to - from);
            assertThat(x).hasSize(to - from);
            for (int i = 0; i < y.length; i++) {
                y[i] += (int) x[i];
            }
        }
    };

    private final FasterBody body = new FasterBody(inMemory, onArrays);

    @Test
    void shouldTryBothFormsAndComputeTheSameInEither() {
        for (int run = 0; run < 20; run++) {
            check(run % 3 == 0 ? 700 : 1000);
        }
        assertThat(runsInMemory).isPositive();
        assertThat(runsOnArrays).isPositive();
        assertThat(runsInMemory + runsOnArrays).isEqualTo(20);
    }

    @Test
    void shouldNotCopyWindowsThatAreLarge() {
        check((int) (WindowArrays.MAX_BYTES / 12 + 1));
        check((int) (WindowArrays.MAX_BYTES / 12 + 1));
        assertThat(runsOnArrays).isZero();
    }

    private void check(int length) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment y = arena.allocate(ValueLayout.JAVA_INT, length);
            MemorySegment x = arena.allocate(ValueLayout.JAVA_DOUBLE, length);
            for (int i = 0; i < length; i++) {
                y.setAtIndex(ValueLayout.JAVA_INT, i, i);
                x.setAtIndex(ValueLayout.JAVA_DOUBLE, i, 2 * i + 0.5);
            }
            body.run(
                    new MemorySegment[] {y, x},
                    new long[] {50, 50},
                    new int[2],
                    new long[0],
                    new long[0],
                    0,
                    50,
                    50 + length);
            assertThat(y.toArray(ValueLayout.JAVA_INT))
                    .isEqualTo(IntStream.range(0, length).map(i -> 3 * i).toArray());
        }
    }
}
