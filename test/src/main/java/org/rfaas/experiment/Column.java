package org.rfaas.experiment;

/**
 * Column of a {@link Table}.
 *
 * @param key its name in CSV and JSON, camel case with the unit in it ({@code hotRttUs})
 * @param title its heading for people, without the unit
 * @param unit as people write it, empty for text and plain numbers
 */
public record Column(String key, String title, String unit) {
    /** A column of text or of numbers without a unit. */
    public static Column of(String key, String title) {
        return new Column(key, title, "");
    }

    public static Column of(String key, String title, String unit) {
        return new Column(key, title, unit);
    }

    /** Title and unit. */
    public String heading() {
        return unit.isEmpty() ? title : title + ", " + unit;
    }
}
