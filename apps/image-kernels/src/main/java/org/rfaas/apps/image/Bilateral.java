package org.rfaas.apps.image;

import java.util.function.UnaryOperator;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;

/**
 * Means of pixels that are near and alike (Tomasi, Manduchi: Bilateral Filtering for Gray and Color Images, 1998), as
 * OpenCV defines them: a disc, and differences of channels added up.
 *
 * @param sigmaSpace in pixels
 * @param sigmaColour in levels
 */
record Bilateral(double sigmaSpace, double sigmaColour, Edge edge) implements Filter {
    /** Pixels on each side of the middle. */
    int radius() {
        return Math.max(1, (int) Math.rint(1.5 * sigmaSpace));
    }

    private double nearness(int dx, int dy) {
        int squared = dx * dx + dy * dy;
        return squared > radius() * radius() ? 0 : Math.exp(-0.5 * squared / (sigmaSpace * sigmaSpace));
    }

    private double likeness(double apart) {
        return Math.exp(-0.5 * apart * apart / (sigmaColour * sigmaColour));
    }

    @Override
    public Result prepare(Picture picture, RowBlock rows, UnaryOperator<long[]> sum) throws InputException {
        int radius = radius();
        int wide = 2 * radius + 1;
        float[] nearness = new float[wide * wide];
        for (int i = 0; i < nearness.length; i++) {
            nearness[i] = (float) nearness(i % wide - radius, i / wide - radius);
        }
        float[] likeness = new float[3 * 255 + 1];
        for (int apart = 0; apart < likeness.length; apart++) {
            likeness[apart] = (float) likeness(apart);
        }
        Picture in = edge.surround(picture.rounded(), rows, radius, radius);
        Picture out = Picture.of(picture.width(), rows.count(), picture.channels());
        return () -> {
            BilateralLoop.bilateral(
                    in.samples(),
                    in.stride(),
                    in.channels(),
                    nearness,
                    likeness,
                    wide,
                    out.samples(),
                    out.width(),
                    rows.count());
            return out;
        };
    }

    @Override
    public Picture reference(Picture picture) {
        Picture whole = picture.rounded();
        int radius = radius();
        return Sampled.make(picture, (x, y, c) -> {
            double weights = 0;
            double sum = 0;
            for (int dy = -radius; dy <= radius; dy++) {
                for (int dx = -radius; dx <= radius; dx++) {
                    double apart = 0;
                    for (int channel = 0; channel < picture.channels(); channel++) {
                        apart += Math.abs(edge.at(whole, x + dx, y + dy, channel) - whole.at(x, y, channel));
                    }
                    double weight = nearness(dx, dy) * likeness(apart);
                    weights += weight;
                    sum += weight * edge.at(whole, x + dx, y + dy, c);
                }
            }
            return sum / weights;
        });
    }
}
