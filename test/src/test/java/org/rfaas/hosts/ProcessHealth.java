package org.rfaas.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM holds, seen from outside. */
public record ProcessHealth(long openFiles, long threads, long liveHeapBytes) {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    /** Of a JVM of this user; collects its garbage first. */
    public static ProcessHealth of(ProcessHandle jvm) {
        Path process = Path.of("/proc", String.valueOf(jvm.pid()));
        Commands.Outcome histogram = Commands.attempt(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(jvm.pid()),
                "GC.class_histogram"));
        Matcher total = TOTAL.matcher(histogram.output());
        if (!total.find()) {
            throw new AssertionError("no class histogram of " + jvm.pid() + ": " + histogram.output());
        }
        return new ProcessHealth(
                entries(process.resolve("fd")), entries(process.resolve("task")), Long.parseLong(total.group(1)));
    }

    private static long entries(Path folder) {
        try (var all = Files.list(folder)) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
