package org.rfaas.apps.image;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.rfaas.apps.harness.Comparison;
import org.rfaas.apps.harness.Detail;
import org.rfaas.apps.harness.Measurement;
import org.rfaas.apps.harness.Ranks;
import org.rfaas.apps.harness.RefusedException;
import org.rfaas.apps.harness.Report;
import org.rfaas.apps.harness.RowBlock;
import org.rfaas.apps.harness.Session;

/** Filters one picture: each rank has all of it and makes its rows of the result. */
final class PictureRun {
    /** Filters add up in another order than their references, and keep sums in between as floats. */
    static final double TOLERANCE = 2e-3;

    private final Session session;
    private final Filter filter;
    private final int runs;

    PictureRun(Session session, Filter filter, int runs) {
        this.session = session;
        this.filter = filter;
        this.runs = runs;
    }

    Report run(Picture picture, @Nullable Path output) throws RefusedException {
        Ranks ranks = session.ranks();
        int width = filter.width(picture);
        int height = filter.height(picture);
        RowBlock rows = ranks.share(height);
        UnaryOperator<long[]> sum = own -> sum(ranks.collect(own), own.length);
        Measurement<Picture> measured =
                session.measure(() -> filter.prepare(picture, rows, sum).make(runs, this::show));
        Picture own = measured.last().result();
        Picture whole = session.together(() -> Picture.of(width, height, picture.channels()));
        ranks.gather(
                MemorySegment.ofArray(own.samples()),
                MemorySegment.ofArray(whole.samples()),
                whole.stride() * Float.BYTES);
        Comparison comparison = session.compare(
                measured,
                Picture::equalsBitwise,
                () -> ranks.rank() != 0 || whole.distanceTo(filter.reference(picture)) <= TOLERANCE);
        if (output != null) {
            session.checkOnRankZero(() -> PictureFile.write(output, whole));
        }
        return session.report(measured, comparison, true, details(picture, whole, measured));
    }

    private void show(int done) {
        session.progress().show(() -> "run " + done + " of " + runs);
    }

    private static long[] sum(long[] all, int each) {
        long[] sums = new long[each];
        for (int i = 0; i < all.length; i++) {
            sums[i % each] += all[i];
        }
        return sums;
    }

    private List<Detail> details(Picture picture, Picture result, Measurement<?> measured) {
        double rate = (double) picture.width()
                * picture.height()
                * runs
                / measured.last().seconds();
        return List.of(
                size("picture", "picture", picture),
                size("result", "result", result),
                Detail.of("runs", "runs", runs),
                new Detail(
                        "pixels a second",
                        String.format(Locale.ROOT, "%.1f million", rate / 1e6),
                        "pixelsPerSecond",
                        rate));
    }

    private static Detail size(String label, String key, Picture picture) {
        String size = picture.width() + "x" + picture.height();
        return new Detail(label, size, key, size);
    }
}
