package org.rfaas.apps.harness;

import java.util.SplittableRandom;

/** Random numbers for generated rows, which any rank can make without those before them. */
public final class RowRandom {
    private RowRandom() {}

    /**
     * The generator of one row; it depends on the seed and the row alone. Generators of different rows, or of different
     * seeds, are started at unrelated places of the sequence that they all walk: SplittableRandom's first number is a mix
     * of all bits of its seed, while seeds some steps apart would only give the same numbers some places later.
     */
    public static SplittableRandom of(long seed, long row) {
        return new SplittableRandom(mixed(mixed(seed) + row));
    }

    private static long mixed(long bits) {
        return new SplittableRandom(bits).nextLong();
    }
}
