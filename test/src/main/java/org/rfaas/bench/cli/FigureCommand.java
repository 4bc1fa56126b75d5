package org.rfaas.bench.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.rfaas.cli.CliException;
import org.rfaas.cli.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the benchmarks have in common: they say what they measure meanwhile, print a table, and write a file if asked to. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
abstract class FigureCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private JsonFile json = new JsonFile();

    /**
     * Measures, and prints the figures.
     *
     * @param progress is told what is measured next
     * @return the figures, for JSON
     * @throws IllegalStateException when something cannot be measured
     */
    abstract Map<String, Object> measure(PrintWriter out, Consumer<String> progress) throws InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            json.write(measure(spec.commandLine().getOut(), what -> err.println("measuring " + what + " ...")));
            return 0;
        } catch (IllegalStateException e) {
            throw CliException.failed(spec.qualifiedName() + " failed: " + e.getMessage(), e);
        }
    }
}
