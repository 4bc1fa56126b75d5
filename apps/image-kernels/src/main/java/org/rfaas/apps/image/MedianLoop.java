package org.rfaas.apps.image;

import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/** The loop of {@link Median}. */
final class MedianLoop {
    private MedianLoop() {}

    /**
     * Medians of squares of {@code wide} samples: whole numbers in 0 to 255. Each bit of a median, from the highest down, is
     * set if no more than half of the square is less than what it would then be; without a branch, a row at a time.
     */
    static void median(
            @In(stable = true) float[] in, int inStride, int step, int wide, float[] out, int outStride, int rows) {
        for (@Offload int y = 0; y < rows; y++) {
            int half = wide * wide / 2;
            int[] median = new int[outStride];
            int[] less = new int[outStride];
            for (int k = 0; k < 8; k++) {
                int bit = 128 >> k;
                for (int e = 0; e < outStride; e++) {
                    less[e] = 0;
                }
                for (int dy = 0; dy < wide; dy++) {
                    for (int dx = 0; dx < wide; dx++) {
                        for (int e = 0; e < outStride; e++) {
                            int sample = (int) in[(y + dy) * inStride + dx * step + e];
                            less[e] += (sample - median[e] - bit) >>> 31;
                        }
                    }
                }
                for (int e = 0; e < outStride; e++) {
                    median[e] += bit * ((less[e] - half - 1) >>> 31);
                }
            }
            for (int e = 0; e < outStride; e++) {
                out[y * outStride + e] = median[e];
            }
        }
    }
}
