package org.rfaas.experiment.application;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.rfaas.fabric.FabricAddress;

/** A resource manager and an executor manager on this host ({@code rfaas local}), and a folder for what runs with them. */
final class LocalCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(50);

    /** In the command of the child that makes the executors' AOT cache, which is no executor. */
    private static final String MAKES_CACHE = "-XX:AOTCacheOutput=";

    private final Path folder;
    private final Path configuration;
    private final ScriptProcess process;
    private final String address;

    private LocalCluster(Path folder, Path configuration, ScriptProcess process, String address) {
        this.folder = folder;
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
    static LocalCluster start(int cores, String... settings) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("rfaas-experiment");
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
                throw failure;
            }
        }
        return new LocalCluster(
                folder, config, process, Files.readString(addressFile).strip());
    }

    /** Where what runs with it may leave files. */
    Path folder() {
        return folder;
    }

    /** Its configuration file. */
    Path configuration() {
        return configuration;
    }

    /** Of the resource manager. */
    FabricAddress address() {
        return FabricAddress.parse(address);
    }

    /** Executors that run now, those of the pool included. */
    List<ProcessHandle> executors() {
        return process.handle()
                .children()
                .filter(child -> child.info()
                        .commandLine()
                        .filter(command -> !command.contains(MAKES_CACHE))
                        .isPresent())
                .toList();
    }

    @Override
    public void close() {
        process.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot delete " + folder, e);
        }
    }
}
