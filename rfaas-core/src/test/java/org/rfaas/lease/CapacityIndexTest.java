package org.rfaas.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CapacityIndexTest {
    private static final long MIB = 1L << 20;

    @Test
    void shouldFindWhatALinearSearchFinds() {
        long seed = 20261122;
        Random random = new Random(seed);
        CapacityIndex index = new CapacityIndex();
        int[] cores = new int[300];
        long[] memoryBytes = new long[300];
        for (int step = 0; step < 20_000; step++) {
            int at = random.nextInt(cores.length);
            cores[at] = random.nextInt(9);
            memoryBytes[at] = random.nextInt(9) * MIB;
            index.set(at, cores[at], memoryBytes[at]);
            int from = random.nextInt(cores.length + 40);
            int wantedCores = 1 + random.nextInt(9);
            long wantedBytes = (1 + random.nextInt(9)) * MIB;
            assertThat(index.firstFit(from, wantedCores, wantedBytes))
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(firstFit(cores, memoryBytes, from, wantedCores, wantedBytes));
        }
    }

    private static int firstFit(int[] cores, long[] memoryBytes, int from, int wantedCores, long wantedBytes) {
        for (int i = from; i < cores.length; i++) {
            if (cores[i] >= wantedCores && memoryBytes[i] >= wantedBytes) {
                return i;
            }
        }
        return -1;
    }
}
