package org.rfaas.offload.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OffloadReportTest {
    private final long[] numbers =
            LongStream.range(1, 1 + OffloadReport.LONGS).map(i -> i * i).toArray();
    private final OffloadReport report = OffloadReport.fromLongs(numbers, 0);

    @Test
    void shouldTravelAsNumbers() {
        assertThat(report.toLongs()).isEqualTo(numbers);
        long[] behind = Arrays.copyOf(numbers, 2 * OffloadReport.LONGS);
        System.arraycopy(numbers, 0, behind, OffloadReport.LONGS, OffloadReport.LONGS);
        assertThat(OffloadReport.fromLongs(behind, OffloadReport.LONGS)).isEqualTo(report);
    }

    @Test
    void shouldNameItsValues() {
        assertThat(report.values())
                .containsEntry("iterationsLocal", report.iterationsLocal())
                .containsEntry("firstPartNs", report.firstPartNs())
                .containsEntry("lostWorkers", report.lostWorkers())
                .hasSize(OffloadReport.LONGS);
    }

    @Test
    void shouldAddUpButForTheFirstPartWhichIsThatOfTheLater() {
        assertThat(OffloadReport.NOTHING.toLongs()).containsOnly(0);
        OffloadReport both = report.merge(report);
        assertThat(both.iterationsLocal()).isEqualTo(2 * report.iterationsLocal());
        assertThat(both.lostWorkers()).isEqualTo(2 * report.lostWorkers());
        assertThat(both.firstPartNs()).isEqualTo(report.firstPartNs());
        assertThat(both.merge(OffloadReport.NOTHING)).isEqualTo(both);
    }
}
