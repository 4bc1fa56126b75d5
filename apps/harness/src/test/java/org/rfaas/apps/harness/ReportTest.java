package org.rfaas.apps.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.report.OffloadReport;

class ReportTest {
    @Test
    void shouldGiveEveryNumberOfARankUnderItsName() throws IOException {
        OffloadReport each = OffloadReport.fromLongs(
                LongStream.range(1, 1 + OffloadReport.LONGS).toArray(), 0);
        Report report = new Report(
                "app", 1, 1, Optional.of(2.0), Optional.of(1.0), Comparison.EQUAL, true, List.of(), List.of(each));
        Map<String, Object> expected = new LinkedHashMap<>();
        for (RecordComponent component : OffloadReport.class.getRecordComponents()) {
            expected.put(component.getName(), 1 + expected.size());
        }
        assertThat(JSON.std.mapFrom(report.json()).get("perRank")).isEqualTo(List.of(expected));
    }

    @Test
    void shouldGiveNothingOfRanksThatDidNotOffload() throws IOException {
        Report report = new Report(
                "app", 2, 0, Optional.of(2.0), Optional.empty(), Comparison.NONE, true, List.of(), List.of());
        assertThat(JSON.std.mapFrom(report.json()))
                .containsEntry("localSeconds", 2.0)
                .containsEntry("offloadSeconds", null)
                .containsEntry("speedup", null)
                .containsEntry("perRank", null);
        assertThat(report.text()).doesNotContain("rank 0");
    }

    @Test
    void shouldTellWhetherResultsAreWhatTheyShouldBe() throws IOException {
        Map<Comparison, Report> reports = new EnumMap<>(Comparison.class);
        for (Comparison comparison : Comparison.values()) {
            reports.put(
                    comparison,
                    new Report(
                            "app", 1, 1, Optional.of(3.0), Optional.of(1.5), comparison, true, List.of(), List.of()));
        }
        Report none = reports.get(Comparison.NONE);
        Report equal = reports.get(Comparison.EQUAL);
        Report different = reports.get(Comparison.DIFFERENT);
        assertThat(JSON.std.mapFrom(none.json())).containsEntry("matchesReference", null);
        assertThat(JSON.std.mapFrom(equal.json()))
                .containsEntry("matchesReference", true)
                .containsEntry("speedup", 2.0);
        assertThat(JSON.std.mapFrom(different.json())).containsEntry("matchesReference", false);
        assertThat(none.text()).doesNotContain("matches reference").contains("speedup            2.00");
        assertThat(equal.text()).contains("matches reference  yes");
        assertThat(different.text()).contains("matches reference  NO");
        assertThat(none.isGood()).isTrue();
        assertThat(equal.isGood()).isTrue();
        assertThat(different.isGood()).isFalse();
    }

    @Test
    void shouldFindADifferenceInEitherOfTwoComparisons() {
        for (Comparison one : Comparison.values()) {
            assertThat(one.and(Comparison.NONE)).isEqualTo(one);
            assertThat(Comparison.NONE.and(one)).isEqualTo(one);
            assertThat(one.and(one)).isEqualTo(one);
        }
        assertThat(Comparison.EQUAL.and(Comparison.DIFFERENT)).isEqualTo(Comparison.DIFFERENT);
        assertThat(Comparison.DIFFERENT.and(Comparison.EQUAL)).isEqualTo(Comparison.DIFFERENT);
    }
}
