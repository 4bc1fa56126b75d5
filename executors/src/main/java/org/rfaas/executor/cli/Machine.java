package org.rfaas.executor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What this machine is and has, from the proc file system (proc(5)). */
final class Machine {
    private static final String ALLOWED_CPUS = "Cpus_allowed_list:";
    private static final long FALLBACK_MEMORY_BYTES = 4L << 30;

    private Machine() {}

    static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** Numbers of the processors this process may run on, ascending; empty where the machine does not say. */
    static List<Integer> cpus() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith(ALLOWED_CPUS))
                    .map(line -> line.substring(ALLOWED_CPUS.length()).strip())
                    .flatMap(Machine::numbers)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** A list as in cpuset(7): {@code 0-4,9}. */
    private static Stream<Integer> numbers(String list) {
        return Arrays.stream(list.split(",")).flatMap(range -> {
            String[] ends = range.split("-", 2);
            return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                    .boxed();
        });
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
