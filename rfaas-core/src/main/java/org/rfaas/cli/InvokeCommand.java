package org.rfaas.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rfaas.client.InstalledFunction;
import org.rfaas.client.InvocationException;
import org.rfaas.client.LeaseGrant;
import org.rfaas.client.LeasedExecutor;
import org.rfaas.client.ResourceManagerLink;
import org.rfaas.client.Worker;
import org.rfaas.config.RfaasConfig;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricSet;
import org.rfaas.file.WholeFile;
import org.rfaas.function.FunctionCode;
import org.rfaas.lease.LeaseRequest;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rfaas invoke}. */
@Command(
        name = "invoke",
        description = "Lease a core, ship a function there, invoke it, and print its output.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class InvokeCommand implements CliCommand {
    @Mixin
    private ConfigOption configuration = new ConfigOption();

    @ArgGroup(multiplicity = "1")
    private FunctionChoice choice = new FunctionChoice();

    @Option(names = "--input", paramLabel = "FILE", description = "Input; default: standard input.")
    private @Nullable Path input;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            converter = WritableFile.class,
            description = "Output; default: standard output.")
    private @Nullable Path output;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "Invoke it so many times and report the times taken on standard error; default: 1.")
    private int repeat = 1;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "For each invocation; default: 30.")
    private int timeoutSeconds = 30;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (repeat < 1 || timeoutSeconds < 1) {
            throw CliException.misused("--repeat and --timeout must be at least 1");
        }
        RfaasConfig config = configuration.load();
        FabricAddress manager = config.manager().requireAddress();
        FunctionCode function = choice.load();
        byte[] bytes = readInput(config.executor().layout().slotBytes());
        try (FabricSet fabrics = new FabricSet(config.fabric().settings());
                ResourceManagerLink leases = new ResourceManagerLink(fabrics, manager, config.controlTimeout())) {
            LeaseGrant lease = leases.lease(new LeaseRequest(
                    "invoke-" + ProcessHandle.current().pid(),
                    1,
                    config.lease().memoryPerCoreBytes(),
                    config.lease().defaultDuration()));
            try (LeasedExecutor executor = LeasedExecutor.start(fabrics, leases, lease, config.allocation())) {
                Worker worker = executor.workers().getFirst();
                writeOutput(invokeRepeatedly(worker, worker.install(function), bytes));
            }
        } catch (InvocationException e) {
            throw CliException.failed(String.valueOf(e.getMessage()), e);
        }
        return 0;
    }

    private byte[] invokeRepeatedly(Worker worker, InstalledFunction function, byte[] bytes) {
        MemorySegment from = MemorySegment.ofArray(bytes);
        MemorySegment into = MemorySegment.ofArray(new byte[worker.slotBytes()]);
        Duration timeout = Duration.ofSeconds(timeoutSeconds);
        long[] takenNs = new long[repeat];
        int length = 0;
        for (int i = 0; i < repeat; i++) {
            long startNs = System.nanoTime();
            length = worker.invoke(function, from, into, timeout);
            takenNs[i] = System.nanoTime() - startNs;
        }
        if (repeat > 1) {
            report(takenNs);
        }
        return into.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private void report(long[] takenNs) {
        Arrays.sort(takenNs);
        spec.commandLine()
                .getErr()
                .println(String.format(
                        Locale.ROOT,
                        "%d invocations: min %.1f µs, median %.1f µs, max %.1f µs",
                        takenNs.length,
                        micros(takenNs[0]),
                        micros(takenNs[takenNs.length / 2]),
                        micros(takenNs[takenNs.length - 1])));
    }

    private static double micros(long ns) {
        return (double) ns / TimeUnit.MICROSECONDS.toNanos(1);
    }

    private byte[] readInput(int slotBytes) {
        try {
            byte[] bytes = input == null ? System.in.readNBytes(slotBytes + 1) : readFile(input, slotBytes);
            if (bytes.length > slotBytes) {
                throw CliException.failed("the input is longer than executor.slot-bytes, which is " + slotBytes, null);
            }
            return bytes;
        } catch (IOException e) {
            throw CliException.ofFile("the input cannot be read", e);
        }
    }

    private static byte[] readFile(Path file, int slotBytes) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(slotBytes + 1);
        }
    }

    private void writeOutput(byte[] bytes) {
        try {
            if (output == null) {
                OutputStream out = System.out;
                out.write(bytes);
                out.flush();
            } else {
                WholeFile.write(output, bytes);
            }
        } catch (IOException e) {
            throw CliException.ofFile("the output cannot be written", e);
        }
    }
}
