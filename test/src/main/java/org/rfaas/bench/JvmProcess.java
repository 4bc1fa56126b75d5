package org.rfaas.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.rfaas.fabric.FabricJvmFlags;

/** Another JVM on this machine with this one's class path. */
public final class JvmProcess implements AutoCloseable {
    private final Process process;

    private JvmProcess(Process process) {
        this.process = process;
    }

    /** Starts it with the options that fabrics need. */
    public static JvmProcess start(Class<?> main, String... arguments) {
        return start(List.of(), main, arguments);
    }

    /** Starts it with more options. */
    public static JvmProcess start(List<String> options, Class<?> main, String... arguments) {
        return start("-XX:+UseSerialGC", options, main, arguments);
    }

    /** Starts it with another garbage collector, of which a JVM takes one. */
    static JvmProcess start(String collector, List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FabricJvmFlags.inherited());
        command.addAll(options);
        command.addAll(List.of(
                collector,
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path", "") + File.pathSeparator,
                main.getName()));
        command.addAll(List.of(arguments));
        try {
            return new JvmProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a JVM for " + main.getSimpleName(), e);
        }
    }

    /**
     * Its first line on standard output, by which it says that it serves, and where.
     *
     * @throws IllegalStateException when it ends without one
     */
    public String firstLine() {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        try {
            String line = out.readLine();
            if (line == null) {
                throw new IllegalStateException("a process ended before it served");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Process process() {
        return process;
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
