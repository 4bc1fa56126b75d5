package org.rfaas.offload.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountersTest {
    @Test
    void shouldReportEachNumberUnderItsName() {
        Counters counters = new Counters();
        counters.ran(2);
        counters.ran(3, 7);
        counters.recomputed(19);
        counters.committed(11, 13, 17);
        counters.sent(23);
        counters.allocated(31);
        counters.freed(2);
        counters.handled(37);
        counters.waited(41);
        OffloadReport report = counters.report(1, 43, 47, 53);

        assertThat(report.firstPartNs()).isPositive();
        Map<String, Long> others = new HashMap<>(report.values());
        others.remove("firstPartNs");
        assertThat(others)
                .isEqualTo(Map.ofEntries(
                        Map.entry("iterationsLocal", 5L),
                        Map.entry("iterationsRemote", 11L),
                        Map.entry("iterationsRecomputed", 19L),
                        Map.entry("bytesSent", 23L),
                        Map.entry("bytesReceived", 13L),
                        Map.entry("residentBytes", 29L),
                        Map.entry("runsInOrder", 1L),
                        Map.entry("unseenWrites", 43L),
                        Map.entry("executionNs", 17L),
                        Map.entry("ownNs", 7L),
                        Map.entry("handlingNs", 37L),
                        Map.entry("waitedNs", 41L),
                        Map.entry("leases", 47L),
                        Map.entry("lostWorkers", 53L)));
    }
}
