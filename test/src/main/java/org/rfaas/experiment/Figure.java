package org.rfaas.experiment;

import java.util.Locale;

/** Numbers as people read them. */
public final class Figure {
    private static final int DIGITS = 3;

    private Figure() {}

    /** A measured value with three digits that mean something; a count in full. */
    public static String of(Number value) {
        if (!(value instanceof Double || value instanceof Float)) {
            return value.toString();
        }
        double number = value.doubleValue();
        if (number == 0 || !Double.isFinite(number)) {
            return number == 0 ? "0" : value.toString();
        }
        int before = (int) Math.floor(Math.log10(Math.abs(number))) + 1;
        return String.format(Locale.ROOT, "%." + Math.clamp(DIGITS - before, 0, 6) + "f", number);
    }
}
