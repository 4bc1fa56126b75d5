package org.rfaas.offload.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FootprintTest {
    private static final int CASES = 2000;

    @Test
    void shouldTouchExactlyWhatEnumerationOfAllIterationsTouches() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + CASES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int lo = random.nextInt(0, 20);
            int hi = lo + random.nextInt(0, 20);
            long stride = random.nextLong(-8, 9);
            long min = random.nextLong(400, 420);
            long max = min + random.nextLong(0, 12);
            BitSet expected = new BitSet();
            for (int i = lo; i < hi; i++) {
                expected.set((int) (stride * i + min), (int) (stride * i + max) + 1);
            }
            Blocks blocks = Footprint.affine(stride, min, max).blocks(lo, hi, 1000);
            assertThat(enumerate(blocks)).as("seed %d: %s", seed, blocks).isEqualTo(expected);
        }
    }

    @Test
    void shouldKnowWhetherIterationsShareElements() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + CASES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            long stride = random.nextLong(-6, 7);
            long min = random.nextLong(0, 5);
            long max = min + random.nextLong(0, 8);
            boolean overlaps = false;
            for (int distance = 1; distance < 20; distance++) {
                overlaps |= Math.abs(stride) * distance <= max - min;
            }
            assertThat(Footprint.affine(stride, min, max).isDisjoint())
                    .as("seed %d", seed)
                    .isEqualTo(!overlaps);
        }
    }

    @Test
    void shouldTellSparseFromDense() {
        assertThat(Footprint.affine(10, 0, 0).blocks(0, 5, 100).isSparse()).isTrue();
        assertThat(Footprint.affine(10, 0, 7).blocks(0, 5, 100).isSparse()).isFalse();
        assertThat(Footprint.affine(10, 0, 9).blocks(2, 5, 100)).isEqualTo(Blocks.range(20, 50));
        assertThat(Footprint.whole().blocks(2, 3, 100)).isEqualTo(Blocks.range(0, 100));
    }

    private static BitSet enumerate(Blocks blocks) {
        BitSet touched = new BitSet();
        for (long block = 0; block < blocks.count(); block++) {
            long from = blocks.first() + block * blocks.stride();
            touched.set((int) from, (int) (from + blocks.blockLength()));
        }
        assertThat(touched.cardinality()).isEqualTo((int) blocks.elements());
        return touched;
    }
}
