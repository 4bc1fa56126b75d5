package org.rfaas.apps.image;

import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/**
 * The filters' loops over rows. They read surrounded rows ({@link Edge#surround}), so an iteration reads its row and those
 * around it and never asks where the edge is. What is read and stable stays the same as long as there is a
 * {@link Filter.Result}. Sums are kept in a row of doubles: the compiler makes vector instructions of
 * a loop over samples that reads floats at one place and stores doubles at another, because these cannot be the same.
 */
final class RowLoops {
    private static final int LEVELS = 256;

    private RowLoops() {}

    /**
     * Weighted sums of neighbourhoods: row y of the result is made from rows y to y + high - 1.
     *
     * @param inStride samples a row of {@code in}
     * @param step samples from a column to the next
     * @param weights {@code high} rows of {@code wide} weights
     * @param outStride samples a row of {@code out}
     */
    static void correlate(
            @In(stable = true) float[] in,
            int inStride,
            int step,
            @In(stable = true) float[] weights,
            int wide,
            int high,
            float[] out,
            int outStride,
            int rows) {
        for (@Offload int y = 0; y < rows; y++) {
            double[] sum = new double[outStride];
            for (int dy = 0; dy < high; dy++) {
                for (int dx = 0; dx < wide; dx++) {
                    double weight = weights[dy * wide + dx];
                    for (int e = 0; e < outStride; e++) {
                        sum[e] += weight * in[(y + dy) * inStride + dx * step + e];
                    }
                }
            }
            for (int e = 0; e < outStride; e++) {
                out[y * outStride + e] = (float) sum[e];
            }
        }
    }

    /** As {@link #correlate} with the weights {@code weights[dy] * weights[dx]}: down the columns, then along the row. */
    static void correlateSeparably(
            @In(stable = true) float[] in,
            int inStride,
            int step,
            @In(stable = true) float[] weights,
            int wide,
            float[] out,
            int outStride,
            int rows) {
        for (@Offload int y = 0; y < rows; y++) {
            double[] down = new double[inStride];
            for (int dy = 0; dy < wide; dy++) {
                double weight = weights[dy];
                for (int e = 0; e < inStride; e++) {
                    down[e] += weight * in[(y + dy) * inStride + e];
                }
            }
            float[] column = new float[inStride];
            for (int e = 0; e < inStride; e++) {
                column[e] = (float) down[e];
            }
            double[] sum = new double[outStride];
            for (int dx = 0; dx < wide; dx++) {
                double weight = weights[dx];
                for (int e = 0; e < outStride; e++) {
                    sum[e] += weight * column[dx * step + e];
                }
            }
            for (int e = 0; e < outStride; e++) {
                out[y * outStride + e] = (float) sum[e];
            }
        }
    }

    /** Magnitude of Sobel's gradient, √((h² + v²) / 2) with h and v from weights that add up to 1 on each side. */
    static void sobel(@In(stable = true) float[] in, int inStride, int step, float[] out, int outStride, int rows) {
        for (@Offload int y = 0; y < rows; y++) {
            double[] across = new double[outStride];
            double[] down = new double[outStride];
            for (int e = 0; e < outStride; e++) {
                int above = y * inStride + e;
                int here = above + inStride;
                int below = here + inStride;
                across[e] = (in[above + 2 * step] - in[above])
                        + 2 * (in[here + 2 * step] - in[here])
                        + (in[below + 2 * step] - in[below]);
                down[e] = (in[below] - in[above])
                        + 2 * (in[below + step] - in[above + step])
                        + (in[below + 2 * step] - in[above + 2 * step]);
            }
            for (int e = 0; e < outStride; e++) {
                out[y * outStride + e] = (float) (0.25 * Math.sqrt(0.5 * (across[e] * across[e] + down[e] * down[e])));
            }
        }
    }

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

    /**
     * Means of squares of {@code wide} pixels, weighted by how near and how alike they are.
     *
     * @param nearness weight of each place of the square
     * @param likeness weight of each sum of differences of channels, for samples that are whole numbers
     */
    static void bilateral(
            @In(stable = true) float[] in,
            int inStride,
            int step,
            @In(stable = true) float[] nearness,
            @In(stable = true) float[] likeness,
            int wide,
            float[] out,
            int width,
            int rows) {
        for (@Offload int y = 0; y < rows; y++) {
            int middle = wide / 2;
            for (int x = 0; x < width; x++) {
                int centre = (y + middle) * inStride + (x + middle) * step;
                double weights = 0;
                double[] sum = new double[3];
                for (int dy = 0; dy < wide; dy++) {
                    for (int dx = 0; dx < wide; dx++) {
                        int there = (y + dy) * inStride + (x + dx) * step;
                        float apart = 0;
                        for (int c = 0; c < step; c++) {
                            apart += Math.abs(in[there + c] - in[centre + c]);
                        }
                        double weight = nearness[dy * wide + dx] * likeness[(int) apart];
                        weights += weight;
                        for (int c = 0; c < step; c++) {
                            sum[c] += weight * in[there + c];
                        }
                    }
                }
                for (int c = 0; c < step; c++) {
                    out[(y * width + x) * step + c] = (float) (sum[c] / weights);
                }
            }
        }
    }

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

    /**
     * Makes each row narrower: pixel x of the result from {@code taps} pixels that begin at {@code starts[x]}.
     *
     * @param weights {@code taps} for each pixel
     */
    static void narrow(
            @In(stable = true) float[] in,
            int inStride,
            int step,
            @In(stable = true) int[] starts,
            @In(stable = true) float[] weights,
            int taps,
            float[] out,
            int width,
            int rows) {
        for (@Offload int y = 0; y < rows; y++) {
            float[] row = new float[inStride];
            System.arraycopy(in, y * inStride, row, 0, inStride);
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < step; c++) {
                    int from = starts[x] * step + c;
                    double sum = 0;
                    for (int t = 0; t < taps; t++) {
                        sum += weights[x * taps + t] * row[from + t * step];
                    }
                    out[(y * width + x) * step + c] = (float) sum;
                }
            }
        }
    }

    /** Row y of the result from {@code taps} rows that begin at {@code starts[y]}. */
    static void flatten(
            float[] in,
            int stride,
            @In(stable = true) int[] starts,
            @In(stable = true) float[] weights,
            int taps,
            float[] out,
            int rows) {
        for (@Offload int y = 0; y < rows; y++) {
            double[] sum = new double[stride];
            for (int t = 0; t < taps; t++) {
                double weight = weights[y * taps + t];
                int from = (starts[y] + t) * stride;
                for (int e = 0; e < stride; e++) {
                    sum[e] += weight * in[from + e];
                }
            }
            for (int e = 0; e < stride; e++) {
                out[y * stride + e] = (float) sum[e];
            }
        }
    }
}
