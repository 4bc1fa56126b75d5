package org.rfaas.executor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.rfaas.executor.sandbox.GroupMemory;
import org.rfaas.executor.sandbox.ProcessCores;

/** What this machine is and has for this process, from the proc file system (proc(5)) and its control groups. */
final class Machine {
    private static final long FALLBACK_MEMORY_BYTES = 4L << 30;

    private Machine() {}

    static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Numbers of the processors this process may run on, ascending; empty where the machine does not say. */
    static List<Integer> cpus() {
        return ProcessCores.allowed();
    }

    /** Three quarters of the memory this process may have: the rest is the operating system's and the managers'. */
    static long leasableMemoryBytes() {
        return least(memory("MemTotal:"), GroupMemory.find().limitBytes()) / 4 * 3;
    }

    /** What new programs could have without anything being swapped. */
    static long availableMemoryBytes() {
        return least(memory("MemAvailable:"), GroupMemory.find().availableBytes());
    }

    private static long least(OptionalLong machine, OptionalLong group) {
        return Math.min(machine.orElse(FALLBACK_MEMORY_BYTES), group.orElse(Long.MAX_VALUE));
    }

    private static OptionalLong memory(String field) {
        try {
            return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
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
