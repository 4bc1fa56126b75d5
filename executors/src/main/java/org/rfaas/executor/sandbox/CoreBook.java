package org.rfaas.executor.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which of the machine's cores serve which lease. Hands out the least used ones, so leases share cores only when more are
 * leased than the machine has. Thread-safe.
 */
final class CoreBook {
    private static final String ALLOWED = "Cpus_allowed_list:";

    private final Map<Integer, Integer> users = new TreeMap<>();

    CoreBook(List<Integer> cores) {
        cores.forEach(core -> users.put(core, 0));
    }

    /** Of the cores that this process may run on (proc(5)); of none where that cannot be told. */
    static CoreBook ofThisProcess() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return new CoreBook(lines.filter(line -> line.startsWith(ALLOWED))
                    .findFirst()
                    .map(line -> parse(line.substring(ALLOWED.length()).strip()))
                    .orElse(List.of()));
        } catch (IOException e) {
            return new CoreBook(List.of());
        }
    }

    /** Reads a list as the kernel writes it, for example {@code 0-3,8}. */
    static List<Integer> parse(String list) {
        List<Integer> cores = new ArrayList<>();
        for (String range : list.split(",", -1)) {
            String[] ends = range.split("-", -1);
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
                cores.add(core);
            }
        }
        return cores;
    }

    /** Takes cores; at most as many as there are. */
    synchronized List<Integer> take(int count) {
        List<Integer> taken = users.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry<Integer, Integer>::getValue)
                        .thenComparing(Map.Entry::getKey))
                .limit(count)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        taken.forEach(core -> users.merge(core, 1, Integer::sum));
        return taken;
    }

    synchronized void giveBack(List<Integer> cores) {
        cores.forEach(core -> users.merge(core, -1, Integer::sum));
    }
}
