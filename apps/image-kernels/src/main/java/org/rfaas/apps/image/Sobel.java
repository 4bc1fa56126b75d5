package org.rfaas.apps.image;

import java.util.function.UnaryOperator;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;

/** Magnitude of the gradient after Sobel, scaled as in scikit-image. */
record Sobel(Edge edge) implements Filter {
    private static final int[] SMOOTH = {1, 2, 1};

    @Override
    public Result prepare(Picture picture, RowBlock rows, UnaryOperator<long[]> sum) throws InputException {
        Picture in = edge.surround(picture, rows, 1, 1);
        Picture out = Picture.of(picture.width(), rows.count(), picture.channels());
        return () -> {
            SobelLoop.sobel(in.samples(), in.stride(), in.channels(), out.samples(), out.stride(), rows.count());
            return out;
        };
    }

    @Override
    public Picture reference(Picture picture) {
        return Sampled.make(picture, (x, y, c) -> {
            double across = 0;
            double down = 0;
            for (int i = -1; i <= 1; i++) {
                double weight = SMOOTH[i + 1] / 4.0;
                across += weight * (edge.at(picture, x + 1, y + i, c) - edge.at(picture, x - 1, y + i, c));
                down += weight * (edge.at(picture, x + i, y + 1, c) - edge.at(picture, x + i, y - 1, c));
            }
            return Math.sqrt((across * across + down * down) / 2);
        });
    }
}
