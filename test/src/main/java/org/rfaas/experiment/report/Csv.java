package org.rfaas.experiment.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rfaas.experiment.Column;
import org.rfaas.experiment.Table;

/** A table as comma-separated values (RFC 4180, lines end with a line feed): the columns' keys, then full precision. */
final class Csv {
    private Csv() {}

    static String of(Table table) {
        Stream<String> header = Stream.of(line(table.columns().stream().map(Column::key)));
        Stream<String> rows = table.rows().stream().map(Csv::row);
        return Stream.concat(header, rows).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String row(List<Object> cells) {
        return line(cells.stream().map(String::valueOf));
    }

    private static String line(Stream<String> cells) {
        return cells.map(Csv::quoted).collect(Collectors.joining(","));
    }

    private static String quoted(String cell) {
        boolean isPlain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return isPlain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
