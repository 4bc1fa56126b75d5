package org.rfaas.apps.image;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.rfaas.apps.harness.RowBlock;

/** Makes a picture smaller until it fits a box, its proportions kept; one that fits already stays. */
record Thumbnail(int boxWidth, int boxHeight, Resampling method) implements Filter {
    private double shrink(Picture picture) {
        return Math.min(1, Math.min((double) boxWidth / picture.width(), (double) boxHeight / picture.height()));
    }

    @Override
    public int width(Picture picture) {
        return Math.max(1, (int) Math.rint(shrink(picture) * picture.width()));
    }

    @Override
    public int height(Picture picture) {
        return Math.max(1, (int) Math.rint(shrink(picture) * picture.height()));
    }

    /** Each row of the source that is needed is made narrower first, which is most of the work. */
    @Override
    public Result prepare(Picture picture, RowBlock rows, UnaryOperator<long[]> sum) {
        Taps across = Taps.of(method, picture.width(), width(picture));
        Taps down = Taps.of(method, picture.height(), height(picture));
        if (rows.count() == 0) {
            return () -> Picture.of(width(picture), 0, picture.channels());
        }
        int first = down.starts()[rows.first()];
        int end = down.starts()[rows.end() - 1] + down.count();
        float[] source = Arrays.copyOfRange(picture.samples(), first * picture.stride(), end * picture.stride());
        int[] starts = new int[rows.count()];
        for (int y = 0; y < starts.length; y++) {
            starts[y] = down.starts()[rows.first() + y] - first;
        }
        float[] weights = Arrays.copyOfRange(down.weights(), rows.first() * down.count(), rows.end() * down.count());
        Picture narrow = Picture.of(width(picture), end - first, picture.channels());
        Picture out = Picture.of(width(picture), rows.count(), picture.channels());
        return () -> {
            ThumbnailLoops.narrow(
                    source,
                    picture.stride(),
                    picture.channels(),
                    across.starts(),
                    across.weights(),
                    across.count(),
                    narrow.samples(),
                    narrow.width(),
                    narrow.height());
            ThumbnailLoops.flatten(
                    narrow.samples(), out.stride(), starts, weights, down.count(), out.samples(), rows.count());
            return out;
        };
    }

    @Override
    public Picture reference(Picture picture) {
        double scaleX = (double) picture.width() / width(picture);
        double scaleY = (double) picture.height() / height(picture);
        return Sampled.make(width(picture), height(picture), picture.channels(), (x, y, c) -> {
            double weights = 0;
            double sum = 0;
            for (int j = 0; j < picture.height(); j++) {
                double high = method.weight(j + 0.5 - (y + 0.5) * scaleY, scaleY);
                for (int i = 0; high != 0 && i < picture.width(); i++) {
                    double weight = high * method.weight(i + 0.5 - (x + 0.5) * scaleX, scaleX);
                    weights += weight;
                    sum += weight * picture.at(i, j, c);
                }
            }
            return sum / weights;
        });
    }
}
