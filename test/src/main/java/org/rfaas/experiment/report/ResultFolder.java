package org.rfaas.experiment.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rfaas.experiment.Experiment;

/** Where one experiment's results are. */
final class ResultFolder {
    private final Path path;
    private final Experiment experiment;

    ResultFolder(Path report, Experiment experiment) {
        this.path = report.resolve(experiment.name());
        this.experiment = experiment;
    }

    Path path() {
        return path;
    }

    Path csv() {
        return named(".csv");
    }

    Path svg() {
        return named(".svg");
    }

    Path png() {
        return named(".png");
    }

    Path result() {
        return path.resolve("result.json");
    }

    Path section() {
        return path.resolve("section.html");
    }

    /** A file that this experiment alone has. */
    Path file(String name) {
        return path.resolve(name);
    }

    private Path named(String suffix) {
        return path.resolve(experiment.name() + suffix);
    }

    /** Makes the folder, or deletes the results in it; what else is there stays. */
    void clear() throws IOException {
        Files.createDirectories(path);
        for (Path file : List.of(csv(), svg(), png(), section(), result())) {
            Files.deleteIfExists(file);
        }
    }
}
