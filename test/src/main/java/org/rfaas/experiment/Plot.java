package org.rfaas.experiment;

import java.util.List;
import java.util.Optional;

/** What is drawn of an experiment's findings. */
public sealed interface Plot {
    /** Heading. */
    String title();

    /**
     * Lines over a common x axis.
     *
     * @param right axis of the series on the right, when there are any; logarithmic if the left one is
     */
    record Lines(String title, Axis x, Axis y, List<Series> series, Optional<Axis> right, List<Series> rightSeries)
            implements Plot {
        public Lines {
            series = List.copyOf(series);
            rightSeries = List.copyOf(rightSeries);
            if (series.isEmpty()) {
                throw new IllegalArgumentException("nothing to draw in plot '" + title + "'");
            }
            for (Series line : series) {
                x.check(line.x());
                y.check(line.y());
            }
            if (right.isEmpty() != rightSeries.isEmpty()) {
                throw new IllegalArgumentException("an axis on the right and its series go together");
            }
            if (right.isPresent() && right.get().isLogarithmic() != y.isLogarithmic()) {
                throw new IllegalArgumentException("both y axes are logarithmic, or none");
            }
            for (Series line : rightSeries) {
                x.check(line.x());
                right.orElseThrow().check(line.y());
            }
        }

        public Lines(String title, Axis x, Axis y, List<Series> series) {
            this(title, x, y, series, Optional.empty(), List.of());
        }
    }

    /**
     * Bars over categories, beside each other or stacked.
     *
     * @param bars each has a value for every category
     */
    record Bars(String title, Axis y, List<String> categories, List<Bar> bars, boolean isStacked) implements Plot {
        public Bars {
            categories = List.copyOf(categories);
            bars = List.copyOf(bars);
            if (bars.isEmpty() || categories.isEmpty()) {
                throw new IllegalArgumentException("nothing to draw in plot '" + title + "'");
            }
            for (Bar bar : bars) {
                if (bar.values().size() != categories.size()) {
                    throw new IllegalArgumentException("bar " + bar.name() + " needs a value for each category");
                }
                y.check(bar.values());
            }
        }
    }

    /** One colour of {@link Bars}. */
    record Bar(String name, List<Double> values) {
        public Bar {
            values = List.copyOf(values);
        }
    }
}
