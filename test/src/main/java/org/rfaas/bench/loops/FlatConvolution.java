package org.rfaas.bench.loops;

import org.rfaas.offload.Offload;

/** Convolution of a picture in one array with a 7 by 7 kernel. */
public final class FlatConvolution implements LoopTrial {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 400;
    private static final int RADIUS = 3;

    private final float[] in = Numbers.floats(WIDTH * HEIGHT);
    private final float[] kernel = Numbers.floats((2 * RADIUS + 1) * (2 * RADIUS + 1));
    private final float[] out = new float[WIDTH * HEIGHT];

    @Override
    public void run() {
        convolve(in, out, kernel, WIDTH, HEIGHT, RADIUS);
    }

    @Override
    public double checksum() {
        return Numbers.sum(out);
    }

    private static void convolve(float[] in, float[] out, float[] kernel, int w, int h, int r) {
        for (@Offload int y = r; y < h - r; y++) {
            for (int x = r; x < w - r; x++) {
                float sum = 0;
                for (int dy = -r; dy <= r; dy++) {
                    for (int dx = -r; dx <= r; dx++) {
                        sum += in[(y + dy) * w + x + dx] * kernel[(dy + r) * (2 * r + 1) + dx + r];
                    }
                }
                out[y * w + x] = sum;
            }
        }
    }
}
