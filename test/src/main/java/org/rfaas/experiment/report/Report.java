package org.rfaas.experiment.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.rfaas.experiment.Checkout;
import org.rfaas.experiment.Experiment;
import org.rfaas.experiment.Findings;
import org.rfaas.experiment.Progress;
import org.rfaas.experiment.Scale;
import org.rfaas.file.Obstacle;
import org.rfaas.file.WholeFile;

/**
 * A folder with a folder for each experiment ({@code NAME.csv}, {@code NAME.svg}, {@code NAME.png}, {@code result.json},
 * {@code section.html}), and a page {@code index.html} made of the sections that are there.
 */
public final class Report {
    private final Path folder;

    /**
     * @param folder is made when something is written
     */
    public Report(Path folder) {
        this.folder = folder;
    }

    /** The page. */
    public Path index() {
        return folder.resolve("index.html");
    }

    /** Why a report of these may not be written here, if so. */
    public Optional<String> obstacle(List<Experiment> experiments) throws IOException {
        if (Files.exists(index()) && !Page.isIn(index())) {
            return Optional.of(index() + " is not a page of experiments");
        }
        return Stream.concat(Stream.of(folder), experiments.stream().map(one -> new ResultFolder(folder, one).path()))
                .flatMap(one -> Obstacle.toFilling(one).stream())
                .findFirst();
    }

    /**
     * Runs an experiment and puts its files in place of those of an earlier run, which are gone if it fails, but stay if its
     * input cannot be used. There must be no {@link #obstacle}.
     *
     * @throws IOException when the experiment or a file fails
     */
    public void run(Experiment experiment, Scale scale, Progress progress) throws IOException, InterruptedException {
        ResultFolder own = new ResultFolder(folder, experiment);
        experiment.requireInput();
        own.clear();
        Instant startedAt = Instant.now();
        Findings findings = experiment.run(scale, progress);
        Duration took = Duration.between(startedAt, Instant.now());
        write(own, new Result(experiment, scale, findings, Machine.here(), startedAt, took, Checkout.commit()));
    }

    /** Writes the page anew. */
    public void writeIndex(List<Experiment> experiments) throws IOException {
        StringBuilder contents = new StringBuilder();
        StringBuilder sections = new StringBuilder();
        for (Experiment experiment : experiments) {
            contents.append("<li><a href=\"#")
                    .append(experiment.name())
                    .append("\">")
                    .append(Html.text(experiment.title()))
                    .append("</a></li>\n");
            Path section = new ResultFolder(folder, experiment).section();
            sections.append(
                    Files.exists(section)
                            ? Files.readString(section, StandardCharsets.UTF_8)
                            : Section.without(experiment, "No result: it was not run, or its last run failed."));
        }
        Files.createDirectories(folder);
        WholeFile.writeString(index(), Page.of(contents.toString(), sections.toString()));
    }

    private static void write(ResultFolder own, Result result) throws IOException {
        Findings findings = result.findings();
        WholeFile.writeString(own.csv(), Csv.of(findings.table()));
        for (Map.Entry<String, String> file : findings.files().entrySet()) {
            WholeFile.writeString(own.file(file.getKey()), file.getValue());
        }
        Chart chart = Chart.of(findings.plot());
        chart.writeSvg(own.svg());
        chart.writePng(own.png());
        String element = Page.element(
                Files.readString(own.svg(), StandardCharsets.UTF_8),
                findings.plot().title());
        WholeFile.writeString(own.result(), result.json());
        WholeFile.writeString(own.section(), Section.of(result, element));
    }
}
