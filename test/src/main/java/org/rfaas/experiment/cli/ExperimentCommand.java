package org.rfaas.experiment.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rfaas.cli.CliCommand;
import org.rfaas.cli.CliException;
import org.rfaas.cli.Version;
import org.rfaas.experiment.Experiment;
import org.rfaas.experiment.Scale;
import org.rfaas.experiment.report.Report;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rfaas experiment}. */
@Command(
        name = "experiment",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Answer questions by measuring; results go to a folder with a page, index.html.",
            "",
            "Each experiment writes FOLDER/NAME/NAME.csv, NAME.svg, NAME.png, result.json and section.html; the page is",
            "made of the sections that are there. run-scripts/reproduce runs all."
        })
public final class ExperimentCommand implements CliCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "which experiments; see --list")
    private List<String> names = new ArrayList<>();

    @ArgGroup
    private Size size = new Size();

    /** Not both. */
    static final class Size {
        @Option(names = "--smoke", description = "seconds: whether everything works; the figures mean little")
        private boolean smoke;

        @Option(names = "--full", description = "as long as steady figures take, for a cluster's node")
        private boolean full;

        Scale scale() {
            return smoke ? Scale.SMOKE : full ? Scale.FULL : Scale.DEFAULT;
        }
    }

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            defaultValue = "report",
            description = "where results go (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("report");

    @Option(names = "--list", description = "print the names of all experiments and their questions, and do no more")
    private boolean list;

    @Override
    public Integer call() throws InterruptedException {
        if (list) {
            PrintWriter lines = spec.commandLine().getOut();
            Catalogue.ALL.forEach(experiment -> lines.println(experiment.name() + "\t" + experiment.question()));
            return 0;
        }
        if (names.isEmpty()) {
            throw CliException.misused("which experiment? see --list");
        }
        List<Experiment> chosen = names.stream().map(Catalogue::named).toList();
        Report report = new Report(out);
        requireRoom(report, chosen);
        chosen.forEach(ExperimentCommand::requireInput);
        try {
            for (Experiment experiment : chosen) {
                run(experiment, report);
            }
        } finally {
            writeIndex(report);
        }
        return 0;
    }

    private static void requireInput(Experiment experiment) {
        try {
            experiment.requireInput();
        } catch (IOException e) {
            throw CliException.misused(experiment.name() + ": " + e.getMessage());
        }
    }

    private static void requireRoom(Report report, List<Experiment> chosen) {
        try {
            report.obstacle(chosen).ifPresent(obstacle -> {
                throw CliException.misused(obstacle + "; --out names the folder for results");
            });
        } catch (IOException e) {
            throw CliException.ofFile("cannot read what is where results go", e);
        }
    }

    private void run(Experiment experiment, Report report) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            report.run(experiment, size.scale(), what -> err.println(experiment.name() + ": " + what + " ..."));
        } catch (IOException | IllegalStateException e) {
            throw CliException.failed(experiment.name() + " failed: " + e.getMessage(), e);
        }
    }

    private void writeIndex(Report report) {
        try {
            report.writeIndex(Catalogue.ALL);
        } catch (IOException e) {
            throw CliException.ofFile("cannot write " + report.index(), e);
        }
    }
}
