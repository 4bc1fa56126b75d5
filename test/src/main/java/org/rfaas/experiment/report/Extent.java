package org.rfaas.experiment.report;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.rfaas.experiment.Axis;
import org.rfaas.experiment.Series;

/**
 * From where to where an axis goes: a linear one from zero on. Around a single value there is room, so that the marks beside
 * the axis are round numbers and not the value.
 */
record Extent(double from, double to) {
    private static final double DECADE = 10;

    static Extent ofX(Axis axis, List<Series> series) {
        return of(axis, series.stream().map(Series::x).toList());
    }

    static Extent ofY(Axis axis, List<Series> series) {
        return of(axis, series.stream().map(Series::y).toList());
    }

    private static Extent of(Axis axis, List<List<Double>> values) {
        DoubleSummaryStatistics all = values.stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .summaryStatistics();
        return axis.isLogarithmic() ? logarithmic(all.getMin(), all.getMax()) : linear(all.getMin(), all.getMax());
    }

    private static Extent logarithmic(double least, double greatest) {
        return least == greatest ? new Extent(least / 2, greatest * 2) : new Extent(least, greatest);
    }

    private static Extent linear(double least, double greatest) {
        double to = Math.max(0, greatest);
        return new Extent(Math.min(0, least), least == greatest ? roundedUp(to) : to);
    }

    /** To one digit. */
    private static double roundedUp(double value) {
        if (value == 0) {
            return 1;
        }
        double unit = Math.pow(DECADE, Math.floor(Math.log10(value)));
        return Math.ceil(value / unit) * unit;
    }

    /** Whether powers of ten alone are marks enough for a logarithmic axis. */
    boolean isOverADecade() {
        return to > DECADE * from;
    }
}
