package org.rfaas.bench.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.rfaas.bench.loops.LoopBench;
import org.rfaas.bench.loops.LoopFigures;
import org.rfaas.bench.loops.LoopTrial;
import org.rfaas.cli.CliException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rfaas bench loops}. */
@Command(
        name = "loops",
        description = {
            "What annotated loops cost and gain, against the same loops as written; medians.",
            "",
            "local    throughput of the woven loop that stays on the rank, of that of the plain loop",
            "memory   throughput of the kernel over memory, of that of the plain loop over arrays",
            "remote   the same on a worker that does all, in its own time: what it reads comes from another core",
            "speedup  rank and one worker together against the plain loop"
        })
final class LoopsCommand extends FigureCommand {
    @Parameters(paramLabel = "KERNEL", arity = "0..*", description = "which kernels (default: all)")
    private List<String> kernels = new ArrayList<>();

    @Mixin
    private FabricOption fabric = new FabricOption();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            converter = Seconds.class,
            defaultValue = "1.5",
            description = "time for each figure, of which a kernel has seven (default: ${DEFAULT-VALUE})")
    private Duration time = Duration.ofMillis(1500);

    @Override
    Map<String, Object> measure(PrintWriter out, Consumer<String> progress) {
        LoopBench bench = new LoopBench(fabric.provider(), time, progress);
        LoopFigures result = bench.run(chosen());
        out.printf(Locale.ROOT, "dispatch of a loop that stays local: %.0f ns%n", result.dispatchNs());
        out.printf(
                Locale.ROOT,
                "%-16s %-8s %7s %7s %7s %8s%n",
                "kernel",
                "verdict",
                "local",
                "memory",
                "remote",
                "speedup");
        for (LoopFigures.Row row : result.rows()) {
            out.printf(
                    Locale.ROOT,
                    "%-16s %-8s %7.2f %7.2f %7.2f %8.2f%n",
                    row.name(),
                    row.verdict(),
                    row.localRatio(),
                    row.memoryRatio(),
                    row.remoteRatio(),
                    row.speedup());
        }
        return result.toJson();
    }

    private List<Class<? extends LoopTrial>> chosen() {
        if (kernels.isEmpty()) {
            return LoopBench.KERNELS;
        }
        return kernels.stream().map(this::kernel).toList();
    }

    private Class<? extends LoopTrial> kernel(String name) {
        for (Class<? extends LoopTrial> kernel : LoopBench.KERNELS) {
            if (LoopBench.name(kernel).equals(name)) {
                return kernel;
            }
        }
        throw CliException.misused("no kernel " + name + "; there are "
                + LoopBench.KERNELS.stream().map(LoopBench::name).collect(Collectors.joining(", ")));
    }
}
