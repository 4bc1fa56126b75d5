package org.rfaas.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TableTest {
    private static final Table TABLE = Table.of(
                    Column.of("name", "name"), Column.of("x", "x"), Column.of("timeUs", "time", "µs"))
            .row("a", 1, 0.5)
            .row("b", 1, 0.7)
            .row("a", 2, 0.25)
            .row("a", 3, Table.NOTHING)
            .build();

    @Test
    void shouldGiveSeriesOfTheRowsThatHaveBoth() {
        Series series = TABLE.where("name", "a").series("a", "x", "timeUs");
        assertThat(series.x()).containsExactly(1.0, 2.0);
        assertThat(series.y()).containsExactly(0.5, 0.25);
    }

    @Test
    void shouldRefuseRowsOfAnotherLength() {
        Table.Builder builder = Table.of(Column.of("x", "x")).row(1, 2);
        assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseWhatALogarithmicAxisCannotShow() {
        Series zero = new Series("zero", List.of(1.0), List.of(0.0));
        Axis x = Axis.linear("x");
        assertThatThrownBy(() -> new Plot.Lines("t", x, Axis.logarithmic("y"), List.of(zero)))
                .hasMessageContaining("cannot be shown on the axis 'y'");
        assertThat(new Plot.Lines("t", x, Axis.linear("y"), List.of(zero)).right())
                .isEqualTo(Optional.empty());
    }

    @Test
    void shouldKeepThreeDigitsThatMeanSomething() {
        assertThat(Figure.of(0.261_49)).isEqualTo("0.261");
        assertThat(Figure.of(-42.38)).isEqualTo("-42.4");
        assertThat(Figure.of(12_345.6)).isEqualTo("12346");
        assertThat(Figure.of(0.0)).isEqualTo("0");
        assertThat(Figure.of(1_048_576)).isEqualTo("1048576");
    }
}
