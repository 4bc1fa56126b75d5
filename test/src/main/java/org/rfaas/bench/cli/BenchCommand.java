package org.rfaas.bench.cli;

import picocli.CommandLine.Command;

/** {@code rfaas bench}: the group of benchmarks. */
@Command(
        name = "bench",
        description = "Measure this machine: each benchmark compares within one run.",
        subcommands = LatencyCommand.class)
public final class BenchCommand {}
