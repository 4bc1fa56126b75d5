package org.rfaas.bench.cli;

import org.rfaas.cli.CliCommand;
import org.rfaas.cli.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rfaas bench}: the group of benchmarks. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Measure this machine: each benchmark compares within one run.",
        subcommands = {
            ColdStartCommand.class,
            LatencyCommand.class,
            LoopsCommand.class,
            ManagerBenchCommand.class,
            ParallelCommand.class
        })
public final class BenchCommand implements CliCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "which benchmark?");
    }
}
