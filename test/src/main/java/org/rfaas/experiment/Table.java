package org.rfaas.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What was measured.
 *
 * @param rows cells in the order of the columns: a {@link Number}, a {@link String}, or {@link #NOTHING}
 */
public record Table(List<Column> columns, List<List<Object>> rows) {
    /** Cell of something that was not measured in this row: empty in CSV, {@code null} in JSON. */
    public static final String NOTHING = "";

    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Object> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        row.size() + " cells in a row of a table with " + columns.size() + " columns: " + row);
            }
        }
    }

    /** Begins a table. */
    public static Builder of(Column... columns) {
        return new Builder(List.of(columns));
    }

    /** The rows that have this text or number in a column. */
    public Table where(String key, Object value) {
        int column = index(key);
        return new Table(
                columns,
                rows.stream()
                        .filter(row -> Objects.equals(row.get(column), value))
                        .toList());
    }

    /** A series of a plot: one column against another, without the rows that lack one of the two. */
    public Series series(String name, String xKey, String yKey) {
        List<List<Object>> whole = rows.stream()
                .filter(row -> row.get(index(xKey)) instanceof Number && row.get(index(yKey)) instanceof Number)
                .toList();
        Table numbers = new Table(columns, whole);
        return new Series(name, numbers.numbers(xKey), numbers.numbers(yKey));
    }

    /**
     * A column's numbers, from the first row to the last.
     *
     * @throws IllegalArgumentException when a row has none
     */
    public List<Double> numbers(String key) {
        return column(key).stream().map(Table::number).toList();
    }

    /** A column's cells as text. */
    public List<String> texts(String key) {
        return column(key).stream().map(String::valueOf).toList();
    }

    private List<Object> column(String key) {
        int index = index(key);
        return rows.stream().map(row -> row.get(index)).toList();
    }

    private int index(String key) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).key().equals(key)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no column " + key + " in " + columns);
    }

    private static double number(Object cell) {
        if (cell instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("'" + cell + "' is no number");
    }

    /** Takes rows. */
    public static final class Builder {
        private final List<Column> columns;
        private final List<List<Object>> rows = new ArrayList<>();

        private Builder(List<Column> columns) {
            this.columns = columns;
        }

        public Builder row(Object... cells) {
            rows.add(List.of(cells));
            return this;
        }

        public Table build() {
            return new Table(columns, rows);
        }
    }
}
