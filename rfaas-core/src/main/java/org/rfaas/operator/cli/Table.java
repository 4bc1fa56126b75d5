package org.rfaas.operator.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rows of a JSON answer as a table, as wide as what is in it. */
final class Table {
    /**
     * A column.
     *
     * @param member of each row's object
     * @param unit that a number is shown in
     */
    record Column(String title, String member, Unit unit) {
        Column(String title, String member) {
            this(title, member, Unit.AS_IT_IS);
        }
    }

    /** What people read numbers in that the interface has in ns or bytes. */
    enum Unit {
        AS_IT_IS(1, "%.4f"),
        SECONDS(1e9, "%.3f"),
        MIB(1 << 20, "%.1f");

        private final double divisor;
        private final String format;

        Unit(double divisor, String format) {
            this.divisor = divisor;
            this.format = format;
        }

        private String show(Number number) {
            boolean isWhole = this == AS_IT_IS && !(number instanceof Double);
            return isWhole ? number.toString() : String.format(Locale.ROOT, format, number.doubleValue() / divisor);
        }
    }

    private Table() {}

    /** Prints the rows of this member of an answer; absent values are empty, numbers stand to the right. */
    static void print(PrintWriter out, Map<String, Object> answer, String rowsOf, List<Column> columns) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream().map(Column::title).toList());
        boolean[] numbers = new boolean[columns.size()];
        if (answer.get(rowsOf) instanceof List<?> rows) {
            for (Object row : rows) {
                lines.add(cells(row, columns, numbers));
            }
        }
        int[] widths = new int[columns.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String format = "%" + (numbers[i] ? "" : "-") + Math.max(1, widths[i]) + "s  ";
                text.append(String.format(Locale.ROOT, format, line.get(i)));
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private static List<String> cells(Object row, List<Column> columns, boolean[] numbers) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Object value = row instanceof Map<?, ?> members
                    ? members.get(columns.get(i).member())
                    : null;
            numbers[i] |= value instanceof Number;
            cells.add(
                    switch (value) {
                        case null -> "";
                        case Number number -> columns.get(i).unit().show(number);
                        default -> value.toString();
                    });
        }
        return cells;
    }
}
