package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every experiment runs and leaves a report; what the figures are is not for a test on a shared machine. */
final class ReproduceIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    @Test
    void shouldRunAllExperimentsAndReportThem() throws Exception {
        Path out = folder.resolve("report");
        try (Script reproduce = Script.start(folder, Map.of(), "reproduce", "--smoke", "--out", out.toString())) {
            Script.Outcome outcome = reproduce.await(PATIENCE);
            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        }
        String index = Files.readString(out.resolve("index.html"));
        assertThat(index).doesNotContain("No result");
        for (String name : experiments()) {
            assertThat(index).contains("<section id=\"" + name + "\">");
            check(out.resolve(name), name);
        }
    }

    @Test
    void shouldSayWhichExperimentsThereAre() throws Exception {
        try (Script reproduce = Script.start(folder, Map.of(), "reproduce", "--only", "latency,alchemy")) {
            Script.Outcome outcome = reproduce.await(PATIENCE);
            assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(2);
            assertThat(outcome.output()).contains("no experiment 'alchemy'; there are latency");
        }
    }

    private static List<String> experiments() throws IOException {
        try (Stream<Path> folders = Files.list(Script.file("run-scripts/experiments"))) {
            return folders.map(folder -> folder.getFileName().toString()).toList();
        }
    }

    private static void check(Path own, String name) throws IOException {
        List<String> csv = Files.readAllLines(own.resolve(name + ".csv"));
        assertThat(csv).as(name).hasSizeGreaterThan(1);
        assertThat(own.resolve(name + ".svg")).content().contains("<svg");
        assertThat(Files.readAllBytes(own.resolve(name + ".png"))).as(name).startsWith(0x89, 'P', 'N', 'G');
        Map<String, Object> result = JSON.std.mapFrom(Files.readString(own.resolve("result.json")));
        assertThat(result).containsEntry("experiment", name).containsEntry("scale", "smoke");
        List<?> rows = (List<?>) result.get("rows");
        assertThat(rows).as(name).hasSize(csv.size() - 1).allSatisfy(ReproduceIT::checkRow);
    }

    /** Times, rates, sizes and shares: there is nothing that could be less than zero. */
    private static void checkRow(Object row) {
        assertThat(((Map<?, ?>) row).values()).allSatisfy(cell -> {
            if (cell instanceof Number number) {
                assertThat(number.doubleValue()).as(row.toString()).isFinite().isNotNegative();
            }
        });
    }
}
