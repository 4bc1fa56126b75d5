package org.rfaas.experiment.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rfaas.experiment.Experiment;

/** Where one experiment's results are: only what experiments write is deleted, and only where they have written before. */
final class ResultFolder {
    /** Also says whose the folder is. */
    private static final String RESULT = "result.json";

    private static final String SECTION = "section.html";

    private final Path path;
    private final Experiment experiment;

    ResultFolder(Path report, Experiment experiment) {
        this.path = report.resolve(experiment.name());
        this.experiment = experiment;
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
        return path.resolve(RESULT);
    }

    Path section() {
        return path.resolve(SECTION);
    }

    /** One of the experiment's own files. */
    Path file(String name) {
        return path.resolve(name);
    }

    private Path named(String suffix) {
        return path.resolve(experiment.name() + suffix);
    }

    /** Why results may not be put here, if so: it is no folder, or it holds files and no result of the experiment. */
    Optional<String> obstacle() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.isDirectory(path)) {
            return Optional.of(path + " is no folder");
        }
        return isEmpty() || hasResult() ? Optional.empty() : Optional.of(path + " has files in it that are no results");
    }

    private boolean isEmpty() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            return !files.iterator().hasNext();
        }
    }

    private boolean hasResult() throws IOException {
        if (!Files.isRegularFile(result())) {
            return false;
        }
        try {
            Object name = JSON.std.mapFrom(Files.readAllBytes(result())).get("experiment");
            return experiment.name().equals(name);
        } catch (JacksonException e) {
            return false;
        }
    }

    /** Makes the folder, or deletes the results in it; what else is there stays. */
    void clear() throws IOException {
        Files.createDirectories(path);
        List<Path> results = new ArrayList<>(List.of(csv(), svg(), png(), section(), result()));
        experiment.files().forEach(name -> results.add(file(name)));
        for (Path file : results) {
            Files.deleteIfExists(file);
        }
    }
}
