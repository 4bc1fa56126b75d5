package org.rfaas.apps.image;

import java.util.function.UnaryOperator;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;

/** Convolution with a kernel. */
record Convolution(Kernel kernel, Edge edge) implements Filter {
    @Override
    public Result prepare(Picture picture, RowBlock rows, UnaryOperator<long[]> sum) throws InputException {
        Picture in = edge.surround(picture, rows, kernel.height() / 2, kernel.width() / 2);
        float[] turned = kernel.turned();
        Picture out = Picture.of(picture.width(), rows.count(), picture.channels());
        return () -> {
            ConvolutionLoops.correlate(
                    in.samples(),
                    in.stride(),
                    in.channels(),
                    turned,
                    kernel.width(),
                    kernel.height(),
                    out.samples(),
                    out.stride(),
                    rows.count());
            return out;
        };
    }

    @Override
    public Picture reference(Picture picture) {
        return Sampled.make(picture, (x, y, c) -> {
            double sum = 0;
            for (int j = 0; j < kernel.height(); j++) {
                for (int i = 0; i < kernel.width(); i++) {
                    sum += (double) kernel.at(i, j)
                            * edge.at(picture, x - i + kernel.width() / 2, y - j + kernel.height() / 2, c);
                }
            }
            return sum;
        });
    }
}
