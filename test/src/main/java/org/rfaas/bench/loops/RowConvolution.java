package org.rfaas.bench.loops;

import org.rfaas.offload.Offload;

/** Convolution of a picture in rows with a 3 by 3 kernel. */
public final class RowConvolution implements LoopTrial {
    private static final int WIDTH = 1600;
    private static final int HEIGHT = 800;

    private final float[][] in = new float[HEIGHT][];
    private final float[][] out = new float[HEIGHT][WIDTH];
    private final float[] kernel = Numbers.floats(9);

    public RowConvolution() {
        for (int y = 0; y < HEIGHT; y++) {
            in[y] = Numbers.floats(WIDTH);
        }
    }

    @Override
    public void run() {
        convolve(in, out, kernel, WIDTH, HEIGHT);
    }

    @Override
    public double checksum() {
        double sum = 0;
        for (float[] row : out) {
            sum += Numbers.sum(row);
        }
        return sum;
    }

    private static void convolve(float[][] in, float[][] out, float[] kernel, int w, int h) {
        for (@Offload int y = 1; y < h - 1; y++) {
            for (int x = 1; x < w - 1; x++) {
                float sum = 0;
                for (int dx = -1; dx <= 1; dx++) {
                    sum += in[y - 1][x + dx] * kernel[dx + 1]
                            + in[y][x + dx] * kernel[dx + 4]
                            + in[y + 1][x + dx] * kernel[dx + 7];
                }
                out[y][x] = sum;
            }
        }
    }
}
