package org.rfaas.apps.jacobi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rfaas.apps.harness.InputException;

class SystemsTest {
    private static final int N = 50;
    private static final double MARGIN = 0.1;

    private static LinearSystem dominant(int rank, int size) throws InputException {
        return Systems.dominant(N, 3, MARGIN, rank, size);
    }

    private static double[] step(LinearSystem system, double[] x) {
        double[] next = new double[system.rows().count()];
        system.referenceStep(x, next);
        return next;
    }

    @Test
    void shouldMakeTheSameRowsOnAnyNumberOfRanks() throws InputException {
        double[] x = new Random(1).doubles(N).toArray();
        double[] whole = step(dominant(0, 1), x);
        for (int size = 2; size <= 4; size++) {
            for (int rank = 0; rank < size; rank++) {
                LinearSystem part = dominant(rank, size);
                int first = part.rows().first();
                assertThat(step(part, x))
                        .isEqualTo(Arrays.copyOfRange(whole, first, part.rows().end()));
            }
        }
    }

    @Test
    void shouldRefuseRowsThatDoNotFitMemory() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> Systems.denseStorage(50_000, 50_000))
                .withMessageContaining("use more ranks");
    }

    @Test
    void shouldOutweighEachRowByTheMargin() throws InputException {
        LinearSystem system = dominant(0, 1);
        double[] ones = new double[N];
        Arrays.fill(ones, 1);
        double[] next = step(system, ones);
        for (int i = 0; i < N; i++) {
            double restOverDiagonal = 1 / system.diagonal(i) - next[i];
            assertThat(restOverDiagonal).isCloseTo(1 / (1 + MARGIN), within(1e-12));
        }
    }
}
