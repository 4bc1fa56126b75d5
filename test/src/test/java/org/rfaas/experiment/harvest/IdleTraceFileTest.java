package org.rfaas.experiment.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rfaas.experiment.harvest.IdleTrace.Change;

class IdleTraceFileTest {
    private static final int CORES_PER_NODE = 4;

    @TempDir
    private Path folder;

    private IdleTrace read(String... lines) throws IOException, TraceException {
        return IdleTraceFile.read(Files.write(folder.resolve("trace.csv"), List.of(lines)), CORES_PER_NODE);
    }

    @Test
    void shouldReadNodes() throws Exception {
        IdleTrace trace = read("time,node,idle_cores", "10,a,4", "11.5,b,3", "20,a,0", "30,a,0");
        assertThat(trace)
                .isEqualTo(new IdleTrace(
                        2,
                        CORES_PER_NODE,
                        20_000,
                        List.of(new Change(0, 0, 4), new Change(1500, 1, 3), new Change(10_000, 0, 0))));
    }

    @Test
    void shouldReadIdleNodesOfAClusterAndWhenTheyWereCounted() throws Exception {
        IdleTrace trace = read(
                "time,allocated_nodes,idle_nodes,total_nodes",
                "2022-03-17T17:37:06,97,3,100",
                "2022-03-17T17:38:06,99,1,100",
                "2022-03-17T17:39:06,98,2,100");
        assertThat(trace.nodes()).isEqualTo(100);
        assertThat(trace.durationMs()).isEqualTo(120_000);
        assertThat(trace.sample(60_000)).containsExactly(3 * CORES_PER_NODE, CORES_PER_NODE);
    }

    @Test
    void shouldReadIdleCoresOfAClusterAsWholeNodes() throws Exception {
        IdleTrace trace = read("Time, Idle_Cores", "0, 9", "60, 3", "120, 3");
        assertThat(trace.sample(60_000)).containsExactly(2 * CORES_PER_NODE, 0);
    }

    @Test
    void shouldTakeCoresWhereNodesAreTold() throws Exception {
        IdleTrace trace = read("time,idle_cores,idle_nodes", "0,9,1", "60,4,3", "120,0,0");
        assertThat(trace.sample(60_000)).containsExactly(2 * CORES_PER_NODE, CORES_PER_NODE);
    }

    @Test
    void shouldReadWhatSpreadsheetsSave() throws Exception {
        assertThat(read("\uFEFFtime,idle_nodes\r", "0,2\r", "10,0\r", "\r", ""))
                .isEqualTo(read("time,idle_nodes", "0,2", "10,0"));
    }

    @Test
    void shouldReadWhatItWrites() throws Exception {
        IdleTrace trace = IdleModel.ofBusyCluster(50, CORES_PER_NODE)
                .generate(Duration.ofHours(2).toMillis(), 1);
        assertThat(trace.changes()).isNotEmpty();
        assertThat(read(IdleTraceFile.text(trace).lines().toArray(String[]::new)))
                .isEqualTo(trace);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "time,cores|0,1|1,1; no header",
                "time,idle_cores|0,1; no two rows",
                "time,idle_cores|0,1||1,1; trace.csv:3: 1 cells, not 2",
                "time,idle_cores|NaN,4|1,1; trace.csv:2: time 'NaN'",
                "time,idle_cores|0,4|Infinity,1; trace.csv:3: time 'Infinity'",
                "time,idle_cores|0,4|1e12,1; trace.csv:3: time '1e12'",
                "time,idle_cores|0,4|1e10,1; trace.csv:3: is more than 100 days after the first row",
                "time,idle_nodes,total_nodes|0,10,5|1,1,5; trace.csv:2: 10 idle nodes of 5",
                "time,idle_cores|0,1|1; trace.csv:3: 1 cells, not 2",
                "time,idle_cores|0,1|x,2; trace.csv:3: time 'x'",
                "time,idle_cores|5,1|4,2; trace.csv:3: goes back in time",
                "time,idle_cores|0,-1|4,2; trace.csv:2: -1 is negative",
                "time,idle_cores|0,many|4,2; trace.csv:2: 'many'",
                "time,node,idle_cores|0,a,5|4,a,2; trace.csv:2: 5 idle cores on a node of 4",
                "time,idle_cores|0,3|1,2|2,3; trace.csv: there are never 4 idle cores",
                "time,node,idle_cores|0,a,0|1,a,0; trace.csv: nothing is ever idle",
                "time,idle_nodes|0,1000000000|1,1; trace.csv:2: 1000000000 is more than the 2500000",
                "time,idle_nodes|0,1234567890123|1,1; trace.csv:2: 1234567890123 is more than",
                "time,idle_nodes,total_nodes|0,1,1|1,1,2000000000; trace.csv:3: 2000000000 is more than"
            })
    void shouldNameTheLineThatItRefuses(String text, String mention) {
        assertThatThrownBy(() -> read(text.split("\\|")))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining(mention);
    }
}
