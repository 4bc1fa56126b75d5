package org.rfaas.apps.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;

/** A picture to try filters on: rings, an edge, a gradient of colours and some noise. */
public final class SamplePicture {
    private static final double NOISE = 24;

    private SamplePicture() {}

    /** A JPEG file of one; the same for the same size and seed. */
    public static byte[] jpeg(int width, int height, long seed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Encoded.write("jpeg", of(width, height, seed), out);
        } catch (IOException e) {
            throw new IllegalStateException("a byte array refused bytes", e);
        }
        return out.toByteArray();
    }

    static Picture of(int width, int height, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double size = Math.min(width, height);
        return Sampled.make(width, height, 3, (x, y, c) -> {
                    double fromCentre = Math.hypot(x - width / 2.0, y - height / 2.0) / size;
                    double rings = 60 * Math.cos(40 * fromCentre * fromCentre * Math.PI);
                    double ramp = 255
                            * switch (c) {
                                case 0 -> (double) x / width;
                                case 1 -> (double) y / height;
                                default -> 1 - (double) x / width;
                            };
                    double edge = x > 2 * y ? 40 : 0;
                    return ramp / 2 + 64 + rings + edge + NOISE * (random.nextDouble() - 0.5);
                })
                .rounded();
    }
}
