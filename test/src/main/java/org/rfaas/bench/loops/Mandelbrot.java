package org.rfaas.bench.loops;

import java.util.Arrays;
import org.rfaas.offload.Offload;

/** The Mandelbrot set, row by row; rows differ in work. */
public final class Mandelbrot implements LoopTrial {
    private static final int WIDTH = 300;
    private static final int HEIGHT = 300;

    private final int[] counts = new int[WIDTH * HEIGHT];

    @Override
    public void run() {
        draw(WIDTH, HEIGHT, counts);
    }

    @Override
    public double checksum() {
        return Arrays.stream(counts).asLongStream().sum();
    }

    private static void draw(int w, int h, int[] counts) {
        for (@Offload int row = 0; row < h; row++) {
            for (int column = 0; column < w; column++) {
                double re = -2 + 3.0 * column / w;
                double im = -1.5 + 3.0 * row / h;
                double x = 0;
                double y = 0;
                int count = 0;
                while (count < 200 && x * x + y * y < 4) {
                    double next = x * x - y * y + re;
                    y = 2 * x * y + im;
                    x = next;
                    count++;
                }
                counts[row * w + column] = count;
            }
        }
    }
}
