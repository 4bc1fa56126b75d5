package org.rfaas.experiment.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.rfaas.experiment.ScratchFolder;
import org.rfaas.fabric.FabricAddress;

/** A resource manager and an executor manager on this host ({@code rfaas local}), and a folder for what runs with them. */
public final class LocalCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final ScratchFolder scratch;
    private final Path configuration;
    private final ScriptProcess process;
    private final String address;

    private LocalCluster(ScratchFolder scratch, Path configuration, ScriptProcess process, String address) {
        this.scratch = scratch;
        this.configuration = configuration;
        this.process = process;
        this.address = address;
    }

    /**
     * Starts it and waits until it serves.
     *
     * @param cores to lease
     * @param settings lines of the configuration file
     */
    public static LocalCluster start(int cores, String... settings) throws IOException, InterruptedException {
        ScratchFolder scratch = ScratchFolder.create();
        Path folder = scratch.path();
        Path config = Files.write(folder.resolve("rfaas.conf"), List.of(settings));
        Path addressFile = folder.resolve("address");
        ScriptProcess process = ScriptProcess.start(
                folder,
                Map.of(),
                "rfaas",
                List.of("local", "--cores", "" + cores, "--config", "" + config, "--address-file", "" + addressFile));
        long startNs = System.nanoTime();
        while (!Files.exists(addressFile)) {
            boolean isLate = System.nanoTime() - startNs > PATIENCE.toNanos();
            if (isLate || process.await(LOOK)) {
                IllegalStateException failure = process.failed("local does not serve");
                process.close();
                scratch.close();
                throw failure;
            }
        }
        return new LocalCluster(
                scratch, config, process, Files.readString(addressFile).strip());
    }

    /** Where what runs with it may leave files. */
    public Path folder() {
        return scratch.path();
    }

    /** Its configuration file. */
    public Path configuration() {
        return configuration;
    }

    /** Of the resource manager. */
    public FabricAddress address() {
        return FabricAddress.parse(address);
    }

    /** Executors that run now, those of the pool included. */
    public List<ProcessHandle> executors() {
        return ExecutorProcesses.of(process.handle());
    }

    @Override
    public void close() throws IOException {
        process.close();
        scratch.close();
    }
}
