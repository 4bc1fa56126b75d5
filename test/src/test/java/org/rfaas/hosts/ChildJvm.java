package org.rfaas.hosts;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Another JVM with the class path of this one, asked and answering line by line. */
public final class ChildJvm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String END = "";

    private final Process process;
    private final BufferedWriter questions;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final AtomicInteger errorLines = new AtomicInteger();
    private volatile String lastErrorLine = "";

    private ChildJvm(Process process, boolean isQuiet) {
        this.process = process;
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::pumpAnswers);
        Thread.ofVirtual().start(() -> pumpErrors(isQuiet));
    }

    /**
     * Starts it.
     *
     * @param around command to run it under, as {@code ip netns exec NAME}; may be empty
     * @param isQuiet whether its log is only counted, not shown
     */
    public static ChildJvm start(
            List<String> around, boolean isQuiet, List<String> jvmArguments, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(around);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(jvmArguments);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        try {
            return new ChildJvm(new ProcessBuilder(command).start(), isQuiet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says a line and waits for the answer. */
    public String ask(String question) {
        tell(question);
        return answer();
    }

    public void tell(String question) {
        try {
            questions.write(question);
            questions.newLine();
            questions.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the child has died", e);
        }
    }

    /** The next line it says. */
    public String answer() {
        try {
            String line = answers.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null || line.equals(END)) {
                throw new AssertionError(line == null ? "the child says nothing" : "the child has died");
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Lines it has logged. */
    public int errorLines() {
        return errorLines.get();
    }

    /** What it has logged last; empty before. */
    public String lastErrorLine() {
        return lastErrorLine;
    }

    /**
     * Sends it a signal.
     *
     * @param name as kill(1) takes it
     */
    public void signal(String name) {
        Commands.run(List.of("kill", "-" + name, String.valueOf(process.pid())));
    }

    private void pumpAnswers() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(answers::add);
        } catch (IOException | UncheckedIOException e) {
            answers.add(END);
        }
        answers.add(END);
    }

    @SuppressWarnings("SystemOut") // a child's log belongs to the test's
    private void pumpErrors(boolean isQuiet) {
        try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(line -> {
                lastErrorLine = line;
                errorLines.incrementAndGet();
                if (!isQuiet) {
                    System.err.println("child " + process.pid() + ": " + line);
                }
            });
        } catch (IOException | UncheckedIOException e) {
            errorLines.incrementAndGet();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
