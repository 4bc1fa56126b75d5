package org.rfaas.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.experiment.Axis;
import org.rfaas.experiment.Column;
import org.rfaas.experiment.Experiment;
import org.rfaas.experiment.Findings;
import org.rfaas.experiment.Plot;
import org.rfaas.experiment.Progress;
import org.rfaas.experiment.Scale;
import org.rfaas.experiment.Table;

final class ReportTest {
    @TempDir
    private Path folder;

    /** Fails at the full scale, and only there. */
    private static final class Weather implements Experiment {
        private boolean isDark;

        @Override
        public void requireInput() throws IOException {
            if (isDark) {
                throw new IOException("no sky to look at");
            }
        }

        @Override
        public String name() {
            return "weather";
        }

        @Override
        public String title() {
            return "Rain & shine";
        }

        @Override
        public String question() {
            return "Is it < 20 °C?";
        }

        @Override
        public String paper() {
            return "not asked";
        }

        @Override
        public Findings run(Scale scale, Progress progress) throws IOException {
            if (scale == Scale.FULL) {
                throw new IOException("lightning");
            }
            Table table = Table.of(Column.of("day", "day"), Column.of("celsius", "temperature", "°C"))
                    .row("Monday, \"early\"", 19.5)
                    .row("Tuesday", Table.NOTHING)
                    .build();
            Plot plot = new Plot.Bars(
                    "t", Axis.linear("°C"), List.of("Monday"), List.of(new Plot.Bar("t", List.of(19.5))), true);
            return new Findings(
                    table, plot, Map.of("where", "here"), List.of(), List.of("a note"), Map.of("sky.csv", "blue\n"));
        }
    }

    @Test
    void shouldWriteEveryFileAndThePage() throws Exception {
        Report report = new Report(folder);
        Experiment weather = new Weather();
        report.run(weather, Scale.SMOKE, what -> {});
        report.writeIndex(List.of(weather));
        Path own = folder.resolve("weather");
        assertThat(own.resolve("weather.csv")).hasContent("day,celsius\n\"Monday, \"\"early\"\"\",19.5\nTuesday,\n");
        assertThat(own.resolve("sky.csv")).hasContent("blue");
        assertThat(own.resolve("weather.svg")).content().contains("<svg");
        assertThat(Files.readAllBytes(own.resolve("weather.png"))).startsWith(0x89, 'P', 'N', 'G');
        assertThat(own.resolve("result.json"))
                .content()
                .contains("\"celsius\" : 19.5", "\"celsius\" : null", "\"where\" : \"here\"");
        assertThat(report.index())
                .content()
                .contains(
                        "Rain &amp; shine",
                        "Is it &lt; 20 °C?",
                        "<svg",
                        "19.5",
                        "a note",
                        "Figures of the smoke scale mean",
                        "role=\"img\" aria-label=\"t\"")
                .doesNotContain("<?xml", "No result");
    }

    @Test
    void shouldNotKeepResultsOfAnEarlierRunWhenOneFails() throws Exception {
        Report report = new Report(folder);
        Experiment weather = new Weather();
        report.run(weather, Scale.SMOKE, what -> {});
        assertThatThrownBy(() -> report.run(weather, Scale.FULL, what -> {})).hasMessage("lightning");
        report.writeIndex(List.of(weather));
        for (String result : List.of("weather.csv", "weather.svg", "weather.png", "result.json", "section.html")) {
            assertThat(folder.resolve("weather").resolve(result)).doesNotExist();
        }
        assertThat(report.index()).content().contains("Rain &amp; shine", "No result");
    }

    @Test
    void shouldKeepResultsOfAnEarlierRunWhenTheInputCannotBeUsed() throws Exception {
        Report report = new Report(folder);
        Weather weather = new Weather();
        report.run(weather, Scale.SMOKE, what -> {});
        weather.isDark = true;
        assertThatThrownBy(() -> report.run(weather, Scale.SMOKE, what -> {})).hasMessage("no sky to look at");
        assertThat(folder.resolve("weather/weather.csv")).exists();
    }

    @Test
    void shouldLeaveFilesOfOthersAlone() throws Exception {
        Report report = new Report(folder);
        List<Experiment> weather = List.of(new Weather());
        report.run(weather.getFirst(), Scale.SMOKE, what -> {});
        report.writeIndex(weather);
        Path own = folder.resolve("weather");
        Path notes = Files.writeString(own.resolve("notes.txt"), "it rained");
        Path picture = Files.createDirectories(own.resolve("pictures/monday"));
        report.run(weather.getFirst(), Scale.SMOKE, what -> {});
        assertThat(notes).hasContent("it rained");
        assertThat(picture).isDirectory();
    }

    @Test
    void shouldNotWriteWhereFilesOfOthersAre() throws Exception {
        List<Experiment> weather = List.of(new Weather());
        Report report = new Report(folder);
        assertThat(report.obstacle(weather)).isEmpty();
        Files.writeString(report.index(), "<title>home</title>");
        assertThat(report.obstacle(weather)).hasValue(report.index() + " is not a page of experiments");
        assertThat(new Report(report.index()).obstacle(weather)).hasValue(report.index() + " is a file, not a folder");
    }
}
