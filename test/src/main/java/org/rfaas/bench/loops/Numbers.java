package org.rfaas.bench.loops;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/** Reproducible data. */
public final class Numbers {
    private static final long SEED = 20231015;

    private Numbers() {}

    /** Between 0.5 and 1.5. */
    public static double[] doubles(int count) {
        return new SplittableRandom(SEED).doubles(count, 0.5, 1.5).toArray();
    }

    public static float[] floats(int count) {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(0.5, 1.5);
        }
        return values;
    }

    /** The memory of an array of one of the types that trials use. */
    static MemorySegment memory(Object array) {
        return switch (array) {
            case double[] values -> MemorySegment.ofArray(values);
            case float[] values -> MemorySegment.ofArray(values);
            case int[] values -> MemorySegment.ofArray(values);
            default -> throw new IllegalArgumentException("an array of " + array.getClass());
        };
    }

    public static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    public static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
