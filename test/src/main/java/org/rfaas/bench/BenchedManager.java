package org.rfaas.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rfaas.bench.ManagerBenchMain.Question;
import org.rfaas.fabric.FabricAddress;

/** A resource manager in a process of its own, so that what it costs can be told from what its clients cost. */
final class BenchedManager implements AutoCloseable {
    /** As in run-scripts/rfaas. */
    private static final String COLLECTOR = "-XX:+UseParallelGC";

    private final JvmProcess process;
    private final PrintStream questions;
    private final BufferedReader answers;
    private final FabricAddress address;
    private final Path state;

    private BenchedManager(String provider, int nodes) throws IOException {
        this.state = Files.createTempDirectory("rfaas-bench");
        this.process = JvmProcess.start(
                COLLECTOR, List.of(), ManagerBenchMain.class, provider, String.valueOf(nodes), state.toString());
        this.questions = new PrintStream(process.process().getOutputStream(), true, StandardCharsets.US_ASCII);
        this.answers = process.process().inputReader(StandardCharsets.UTF_8);
        this.address = FabricAddress.parse(answer());
    }

    /** Starts a manager that takes so many nodes for registered. */
    static BenchedManager start(String provider, int nodes) {
        try {
            return new BenchedManager(provider, nodes);
        } catch (IOException e) {
            throw new UncheckedIOException("the resource manager could not be started", e);
        }
    }

    FabricAddress address() {
        return address;
    }

    long ask(Question question) {
        questions.println(question.name());
        return Long.parseLong(answer());
    }

    private String answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("the resource manager's process has ended");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
        try (var files = Files.list(state)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
