package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every experiment runs and leaves a report; how fast things are is not for a test on a shared machine. */
final class ReproduceIT {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    private static Path folder;

    private static Path report;

    @BeforeAll
    static void reproduce() throws InterruptedException {
        report = folder.resolve("report");
        try (Script reproduce = Script.start(folder, Map.of(), "reproduce", "--smoke", "--out", report.toString())) {
            Script.Outcome outcome = reproduce.await(PATIENCE);
            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        }
    }

    @Test
    void shouldReportEveryExperiment() throws IOException {
        String index = Files.readString(report.resolve("index.html"));
        assertThat(index).doesNotContain("No result");
        try (Stream<Path> folders = Files.list(Script.file("run-scripts/experiments"))) {
            for (Path experiment : folders.toList()) {
                String name = experiment.getFileName().toString();
                assertThat(index).contains("<section id=\"" + name + "\">");
                checkFiles(report.resolve(name), name);
            }
        }
    }

    @Test
    void shouldNotSpeakOfRowsThatThisScaleDoesNotHave() throws IOException {
        assertThat(report.resolve("index.html"))
                .content()
                .doesNotContain("The last row is the job without a worker")
                .doesNotContain("The rank whose workers price everything", "all (workers");
    }

    @Test
    void shouldMeasureEveryAlternativeWithEveryPayload() throws IOException {
        List<Map<String, Object>> rows = rows("alternatives");
        long contestants =
                rows.stream().map(row -> row.get("contestant")).distinct().count();
        assertThat(contestants).isEqualTo(8);
        assertThat(rows.stream().filter(row -> Objects.equals(row.get("payloadBytes"), 1 << 20)))
                .hasSize(8);
        assertThat(rows)
                .allSatisfy(row -> assertThat(number(row, "leastUs"))
                        .isPositive()
                        .isLessThanOrEqualTo(number(row, "medianUs"))
                        .isLessThanOrEqualTo(number(row, "p99Us")));
    }

    @Test
    void shouldBillMoreHotPollingForLongerHotTimeouts() throws IOException {
        List<Map<String, Object>> fixed = rows("hot-timeout").stream()
                .filter(row -> row.get("hotTimeoutUs") instanceof Number)
                .toList();
        assertThat(fixed).hasSizeGreaterThan(2);
        for (int i = 1; i < fixed.size(); i++) {
            assertThat(number(fixed.get(i), "shorterPausesPercent"))
                    .isGreaterThan(number(fixed.get(i - 1), "shorterPausesPercent"));
        }
        // those between may change places: on a core that others want, a worker sleeps before its timeout
        assertThat(number(fixed.getLast(), "hotPollingSeconds"))
                .as(fixed.toString())
                .isGreaterThan(number(fixed.getFirst(), "hotPollingSeconds"));
    }

    @Test
    void shouldAddUpColdStarts() throws IOException {
        assertThat(rows("cold-start")).hasSizeGreaterThan(1).allSatisfy(row -> {
            assertThat(number(row, "leaseMs")).isPositive();
            assertThat(number(row, "totalMs")).isGreaterThan(number(row, "allocateMs"));
        });
    }

    @Test
    void shouldSayWhichExperimentsThereAre() throws InterruptedException {
        assertRefused("latency,alchemy", "alchemy");
        assertRefused("latency, alchemy", "alchemy");
        assertRefused("latency,", "");
        assertRefused(",latency", "");
    }

    @Test
    void shouldSayBeforeTheFirstExperimentThatItHasNothingToRunOrNowhereToReport() throws InterruptedException {
        assertThat(refused("--only", "")).contains("--only needs a value");
        assertThat(refused("--out", "")).contains("--out needs a value").doesNotContain("report:");
        assertThat(refused("--out", "/proc/report"))
                .contains("--out is no folder for results: cannot create directory")
                .doesNotContain("report: /proc");
    }

    private static void assertRefused(String only, String name) throws InterruptedException {
        assertThat(refused("--only", only))
                .contains("no experiment '" + name + "'; there are ", "latency", "thumbnails");
    }

    private static String refused(String... arguments) throws InterruptedException {
        try (Script reproduce = Script.start(folder, Map.of(), "reproduce", arguments)) {
            Script.Outcome outcome = reproduce.await(PATIENCE);
            assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(2);
            return outcome.output();
        }
    }

    private static void checkFiles(Path own, String name) throws IOException {
        List<String> csv = Files.readAllLines(own.resolve(name + ".csv"));
        assertThat(own.resolve(name + ".svg")).content().contains("<svg");
        assertThat(Files.readAllBytes(own.resolve(name + ".png"))).as(name).startsWith(0x89, 'P', 'N', 'G');
        assertThat(rows(name)).as(name).isNotEmpty().hasSize(csv.size() - 1).allSatisfy(ReproduceIT::checkRow);
    }

    /** Times, rates, sizes and shares: there is nothing that could be less than zero. */
    private static void checkRow(Map<String, Object> row) {
        assertThat(row.values()).allSatisfy(cell -> {
            if (cell instanceof Number number) {
                assertThat(number.doubleValue()).as(row.toString()).isFinite().isNotNegative();
            }
        });
    }

    @SuppressWarnings("unchecked") // an object of objects, as every result is
    private static List<Map<String, Object>> rows(String name) throws IOException {
        Path file = report.resolve(name).resolve("result.json");
        Map<String, Object> result = JSON.std.mapFrom(Files.readString(file));
        assertThat(result).containsEntry("experiment", name).containsEntry("scale", "smoke");
        return (List<Map<String, Object>>) result.get("rows");
    }

    private static double number(Map<String, Object> row, String key) {
        return ((Number) row.get(key)).doubleValue();
    }
}
