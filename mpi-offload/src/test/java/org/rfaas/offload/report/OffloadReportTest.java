package org.rfaas.offload.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    void shouldNameItsValuesAsItsComponents() throws ReflectiveOperationException {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : OffloadReport.class.getRecordComponents()) {
            names.add(component.getName());
            assertThat(report.values()).containsEntry(component.getName(), (Long)
                    component.getAccessor().invoke(report));
        }
        assertThat(report.values().keySet()).containsExactlyElementsOf(names);
        assertThat(OffloadReport.LONGS).isEqualTo(names.size());
    }

    @Test
    void shouldAddUpButForTheFirstPartWhichIsThatOfTheLater() {
        assertThat(OffloadReport.NOTHING.toLongs()).containsOnly(0);
        Map<String, Long> sums = new LinkedHashMap<>();
        report.values().forEach((name, value) -> sums.put(name, 2 * value));
        sums.put("firstPartNs", report.firstPartNs());
        OffloadReport both = report.merge(report);
        assertThat(both.values()).isEqualTo(sums);
        assertThat(both.merge(OffloadReport.NOTHING)).isEqualTo(both);
        assertThat(OffloadReport.NOTHING.merge(both)).isEqualTo(both);
    }
}
