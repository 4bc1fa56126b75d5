package org.rfaas.apps.image;

import java.util.Arrays;
import org.rfaas.apps.harness.RowBlock;

/**
 * A picture.
 *
 * @param channels 1 (grey) or 3 (red, green, blue), next to each other
 * @param samples row by row, 0 to 255 as they are read; what a filter makes may lie beside and between
 */
record Picture(int width, int height, int channels, float[] samples) {
    private static final float GREATEST = 255;

    Picture {
        if (width < 1 || height < 0 || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException(width + " x " + height + " samples of " + channels + " channels");
        }
        if (samples.length != (long) width * height * channels) {
            throw new IllegalArgumentException(samples.length + " samples for " + width + " x " + height);
        }
    }

    /** Makes samples none at all. Runs that make the same each time would not show that one of them left something out. */
    void forget() {
        Arrays.fill(samples, Float.NaN);
    }

    /** Whether the samples of so many pixels fit an array; there is at least one a row. */
    static boolean fits(long width, long height, int channels) {
        return height <= (Integer.MAX_VALUE - 8) / channels / width;
    }

    /** A black one. */
    static Picture of(int width, int height, int channels) {
        return new Picture(
                width, height, channels, new float[Math.multiplyExact(Math.multiplyExact(width, channels), height)]);
    }

    /** Samples a row. */
    int stride() {
        return width * channels;
    }

    RowBlock rows() {
        return RowBlock.share(height, 0, 1);
    }

    float at(int x, int y, int channel) {
        return samples[y * stride() + x * channels + channel];
    }

    /** The sample as files have it: the nearest whole number, of two the even one, in 0 to 255. */
    static int rounded(float sample) {
        return (int) Math.rint(Math.max(0, Math.min(GREATEST, sample)));
    }

    /**
     * Greatest difference between samples of two pictures of the same size. Where the other's lies beyond the levels, it counts
     * as many times less: there floats are as many times further apart.
     */
    double distanceTo(Picture other) {
        if (other.width != width || other.height != height || other.channels != channels) {
            return Double.POSITIVE_INFINITY;
        }
        double greatest = 0;
        for (int i = 0; i < samples.length; i++) {
            greatest = Math.max(greatest, distance(samples[i], other.samples[i]));
        }
        return greatest;
    }

    private static double distance(float sample, float other) {
        // infinite ones too
        return sample == other ? 0 : Math.abs(sample - other) / Math.max(1, Math.abs(other) / GREATEST);
    }

    boolean equalsBitwise(Picture other) {
        return width == other.width && channels == other.channels && Arrays.equals(samples, other.samples);
    }

    /** Grey, Y' of ITU-R BT.601 as OpenCV and JPEG have it, not rounded. */
    Picture grey() {
        if (channels == 1) {
            return this;
        }
        Picture grey = of(width, height, 1);
        for (int i = 0; i < grey.samples.length; i++) {
            grey.samples[i] = luma(samples[3 * i], samples[3 * i + 1], samples[3 * i + 2]);
        }
        return grey;
    }

    static float luma(float red, float green, float blue) {
        return (float) (0.299 * red + 0.587 * green + 0.114 * blue);
    }

    /** With samples as a file would have them. */
    Picture rounded() {
        Picture rounded = of(width, height, channels);
        for (int i = 0; i < samples.length; i++) {
            rounded.samples[i] = rounded(samples[i]);
        }
        return rounded;
    }
}
