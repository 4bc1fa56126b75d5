package org.rfaas.apps.image;

import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/** The loops of {@link Equalisation}: what levels there are, and where they go. */
final class EqualisationLoops {
    private static final int LEVELS = 256;

    private EqualisationLoops() {}

    /** Counts how often each level 0 to 255 occurs in each row. */
    static void count(@In(stable = true) float[] in, int stride, int[] counts, int rows) {
        for (@Offload int y = 0; y < rows; y++) {
            int[] count = new int[LEVELS];
            for (int e = 0; e < stride; e++) {
                count[(int) in[y * stride + e]]++;
            }
            System.arraycopy(count, 0, counts, y * LEVELS, LEVELS);
        }
    }

    /** Adds to each sample of a pixel what its level, 0 to 255, is moved by. */
    static void shift(
            @In(stable = true) float[] in,
            @In(stable = true) float[] levels,
            float[] moves,
            int width,
            int step,
            float[] out,
            int rows) {
        for (@Offload int y = 0; y < rows; y++) {
            for (int x = 0; x < width; x++) {
                float move = moves[(int) levels[y * width + x]];
                for (int c = 0; c < step; c++) {
                    int i = (y * width + x) * step + c;
                    out[i] = in[i] + move;
                }
            }
        }
    }
}
