package org.rfaas.experiment.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where figures come from; the host's name is nobody's business.
 *
 * @param cpu model as the kernel names it
 * @param cores that this process may use
 */
record Machine(String cpu, int cores, long memoryBytes, String kernel, String jdk) {
    static Machine here() {
        return new Machine(
                value(Path.of("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors(),
                memory(value(Path.of("/proc/meminfo"), "MemTotal")),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + Runtime.version());
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("cpu", cpu);
        json.put("cores", cores);
        json.put("memoryBytes", memoryBytes);
        json.put("kernel", kernel);
        json.put("jdk", jdk);
        return json;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %.1f GiB, %s, %s",
                cpu,
                cores,
                (double) memoryBytes / (1L << 30),
                kernel,
                jdk);
    }

    /** Of the first line {@code key : value}. */
    private static String value(Path file, String key) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith(key))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static long memory(String kibibytes) {
        return kibibytes.endsWith(" kB") ? Long.parseLong(kibibytes.replace(" kB", "")) << 10 : 0;
    }
}
