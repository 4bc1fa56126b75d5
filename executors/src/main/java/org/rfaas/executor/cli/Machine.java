package org.rfaas.executor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine is and has, from the proc file system (proc(5)). */
final class Machine {
    private static final long FALLBACK_MEMORY_BYTES = 4L << 30;

    private Machine() {}

    static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Three quarters of the memory: the rest is the operating system's and the managers'. */
    static long leasableMemoryBytes() {
        try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemTotal:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024 / 4 * 3)
                    .findFirst()
                    .orElse(FALLBACK_MEMORY_BYTES);
        } catch (IOException e) {
            return FALLBACK_MEMORY_BYTES;
        }
    }

    /** The host's name, with what a node name cannot have replaced. */
    static String hostName() {
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname"))
                    .strip()
                    .replaceAll("[^A-Za-z0-9._-]", "-")
                    .replaceAll("^[._-]+", "");
            return name.isEmpty() ? "node" : name.substring(0, Math.min(name.length(), 64));
        } catch (IOException e) {
            return "node";
        }
    }
}
