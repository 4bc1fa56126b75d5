package org.rfaas.apps.harness;

import org.jspecify.annotations.Nullable;

/**
 * What only one application reports.
 *
 * @param label in the table for people
 * @param text in the table for people
 * @param key in JSON
 * @param value in JSON: a number, a string, a boolean, or a list or map of them
 */
public record Detail(
        String label, String text, String key, @Nullable Object value) {
    /** A whole number. */
    public static Detail of(String label, String key, long value) {
        return new Detail(label, Long.toString(value), key, value);
    }
}
