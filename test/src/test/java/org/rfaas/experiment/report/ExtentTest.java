package org.rfaas.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rfaas.experiment.Axis;
import org.rfaas.experiment.Series;

final class ExtentTest {
    private static final Axis LINEAR = Axis.linear("speed-up");
    private static final Axis LOGARITHMIC = Axis.logarithmic("lease, s");

    private static Extent of(Axis axis, Double... values) {
        return Extent.ofY(axis, List.of(new Series("s", List.of(values), List.of(values))));
    }

    @Test
    void shouldBeginLinearAxesAtZero() {
        assertThat(of(LINEAR, 0.8, 1.9)).isEqualTo(new Extent(0, 1.9));
        assertThat(of(LINEAR, -2.0, -1.0)).isEqualTo(new Extent(-2, 0));
    }

    @Test
    void shouldGiveASingleValueRoom() {
        assertThat(of(LINEAR, 0.339_561)).isEqualTo(new Extent(0, 0.4));
        assertThat(of(LINEAR, 500.0, 500.0)).isEqualTo(new Extent(0, 500));
        assertThat(of(LINEAR, 0.0)).isEqualTo(new Extent(0, 1));
        assertThat(of(LOGARITHMIC, 0.5)).isEqualTo(new Extent(0.25, 1));
    }

    @Test
    void shouldTellWhetherPowersOfTenAreMarksEnough() {
        assertThat(of(LOGARITHMIC, 60.0, 300.0).isOverADecade()).isFalse();
        assertThat(of(LOGARITHMIC, 10.0, 1800.0).isOverADecade()).isTrue();
    }

    @Test
    void shouldCoverAllSeries() {
        List<Series> two =
                List.of(new Series("a", List.of(1.0), List.of(3.0)), new Series("b", List.of(4.0), List.of(2.0)));
        assertThat(Extent.ofX(LOGARITHMIC, two)).isEqualTo(new Extent(1, 4));
        assertThat(Extent.ofY(LOGARITHMIC, two)).isEqualTo(new Extent(2, 3));
    }
}
