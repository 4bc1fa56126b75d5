package org.rfaas.apps.image;

import java.util.function.UnaryOperator;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;

/** Blur by a Gaussian of a standard deviation in pixels, cut off at so many of them. */
record Gaussian(double sigma, double truncate, Edge edge) implements Filter {
    /** Pixels on each side of the middle. */
    int radius() {
        return (int) (truncate * sigma + 0.5);
    }

    /** exp(-x² / 2σ²) for x from -radius to radius, divided by their sum. */
    float[] weights() {
        int radius = radius();
        double[] exact = new double[2 * radius + 1];
        double sum = 0;
        for (int x = -radius; x <= radius; x++) {
            exact[x + radius] = Math.exp(-0.5 * x * x / (sigma * sigma));
            sum += exact[x + radius];
        }
        float[] weights = new float[exact.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (exact[i] / sum);
        }
        return weights;
    }

    @Override
    public Result prepare(Picture picture, RowBlock rows, UnaryOperator<long[]> sum) throws InputException {
        float[] weights = weights();
        Picture in = edge.surround(picture, rows, radius(), radius());
        Picture out = Picture.of(picture.width(), rows.count(), picture.channels());
        return () -> {
            ConvolutionLoops.correlateSeparably(
                    in.samples(),
                    in.stride(),
                    in.channels(),
                    weights,
                    weights.length,
                    out.samples(),
                    out.stride(),
                    rows.count());
            return out;
        };
    }

    /** With the whole square of weights, which is what separating them saves. */
    @Override
    public Picture reference(Picture picture) {
        float[] line = weights();
        float[] square = new float[line.length * line.length];
        for (int i = 0; i < square.length; i++) {
            square[i] = line[i / line.length] * line[i % line.length];
        }
        return new Convolution(new Kernel(line.length, line.length, square), edge).reference(picture);
    }
}
