package org.rfaas.apps.image;

import java.util.function.UnaryOperator;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;

/** Histogram equalisation as OpenCV's equalizeHist; of a coloured picture, its luma, the colour differences kept. */
record Equalisation() implements Filter {
    private static final int LEVELS = 256;

    @Override
    public Result prepare(Picture picture, RowBlock rows, UnaryOperator<long[]> sum) throws InputException {
        if ((long) picture.height() * LEVELS > Integer.MAX_VALUE - 8) {
            throw new InputException(
                    "a picture of " + picture.height() + " rows: their histograms are more than fit an array");
        }
        Picture own = part(picture, rows);
        Picture levels = own.grey().rounded();
        Picture out = Picture.of(own.width(), own.height(), own.channels());
        return () -> {
            int[] perRow = new int[rows.count() * LEVELS];
            EqualisationLoops.count(levels.samples(), levels.stride(), perRow, rows.count());
            long[] counts = new long[LEVELS];
            for (int i = 0; i < perRow.length; i++) {
                counts[i % LEVELS] += perRow[i];
            }
            float[] moves = moves(sum.apply(counts));
            EqualisationLoops.shift(
                    own.samples(), levels.samples(), moves, out.width(), out.channels(), out.samples(), rows.count());
            return out;
        };
    }

    private static Picture part(Picture picture, RowBlock rows) {
        Picture part = Picture.of(picture.width(), rows.count(), picture.channels());
        System.arraycopy(picture.samples(), rows.first() * picture.stride(), part.samples(), 0, part.samples().length);
        return part;
    }

    /** How far each level moves: to 255 (C(v) - C(v0)) / (N - C(v0)), rounded; C counts levels up to v, v0 is the least. */
    private static float[] moves(long[] counts) {
        long all = 0;
        long least = 0;
        for (long count : counts) {
            least = all == 0 ? count : least;
            all += count;
        }
        float[] moves = new float[LEVELS];
        long below = 0;
        for (int level = 0; level < LEVELS; level++) {
            below += counts[level];
            // a picture of one level stays as it is
            double target = all == least ? level : Math.rint(255.0 * Math.max(0, below - least) / (all - least));
            moves[level] = (float) (target - level);
        }
        return moves;
    }

    @Override
    public Picture reference(Picture picture) {
        Picture levels = picture.grey().rounded();
        long[] upTo = new long[LEVELS];
        for (float level : levels.samples()) {
            for (int v = (int) level; v < LEVELS; v++) {
                upTo[v]++;
            }
        }
        int first = 0;
        while (upTo[first] == 0) {
            first++;
        }
        long least = upTo[first];
        long all = upTo[LEVELS - 1];
        return Sampled.make(picture, (x, y, c) -> {
            int level = (int) levels.at(x, y, 0);
            double target = all == least ? level : Math.rint(255.0 * (upTo[level] - least) / (all - least));
            return picture.at(x, y, c) + target - level;
        });
    }
}
