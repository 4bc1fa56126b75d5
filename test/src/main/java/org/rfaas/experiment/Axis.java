package org.rfaas.experiment;

/**
 * Axis of a {@link Plot}.
 *
 * @param title what it shows, with its unit
 * @param isLogarithmic all values on it are greater than zero
 */
public record Axis(String title, boolean isLogarithmic) {
    public static Axis linear(String title) {
        return new Axis(title, false);
    }

    public static Axis logarithmic(String title) {
        return new Axis(title, true);
    }

    void check(Iterable<Double> values) {
        for (double value : values) {
            if (!Double.isFinite(value) || (isLogarithmic && value <= 0)) {
                throw new IllegalArgumentException(value + " cannot be shown on the axis '" + title + "'");
            }
        }
    }
}
