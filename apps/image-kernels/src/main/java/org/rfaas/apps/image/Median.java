package org.rfaas.apps.image;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;

/** Median of a square of so many pixels on each side of the middle; of whole numbers. */
record Median(int radius, Edge edge) implements Filter {
    @Override
    public Result prepare(Picture picture, RowBlock rows, UnaryOperator<long[]> sum) throws InputException {
        Picture in = edge.surround(picture.rounded(), rows, radius, radius);
        Picture out = Picture.of(picture.width(), rows.count(), picture.channels());
        return () -> {
            MedianLoop.median(
                    in.samples(),
                    in.stride(),
                    in.channels(),
                    2 * radius + 1,
                    out.samples(),
                    out.stride(),
                    rows.count());
            return out;
        };
    }

    @Override
    public Picture reference(Picture picture) {
        Picture whole = picture.rounded();
        int wide = 2 * radius + 1;
        return Sampled.make(picture, (x, y, c) -> {
            float[] square = new float[wide * wide];
            for (int i = 0; i < square.length; i++) {
                square[i] = edge.at(whole, x + i % wide - radius, y + i / wide - radius, c);
            }
            Arrays.sort(square);
            return square[square.length / 2];
        });
    }
}
