package org.rfaas.apps.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.report.OffloadReport;

class ReportTest {
    @Test
    void shouldGiveEveryNumberOfARankUnderItsName() throws IOException {
        OffloadReport each = OffloadReport.fromLongs(
                LongStream.range(1, 1 + OffloadReport.LONGS).toArray(), 0);
        Report report = new Report("app", 1, 1, 2.0, 1.0, true, true, List.of(), List.of(each));
        Map<String, Object> expected = new LinkedHashMap<>();
        for (RecordComponent component : OffloadReport.class.getRecordComponents()) {
            expected.put(component.getName(), 1 + expected.size());
        }
        assertThat(JSON.std.mapFrom(report.json()).get("perRank")).isEqualTo(List.of(expected));
    }

    @Test
    void shouldGiveNothingOfRanksThatDidNotOffload() throws IOException {
        Report report = new Report("app", 2, 0, 2.0, null, null, true, List.of(), List.of());
        assertThat(JSON.std.mapFrom(report.json())).containsEntry("perRank", null);
        assertThat(report.text()).doesNotContain("rank 0");
    }
}
