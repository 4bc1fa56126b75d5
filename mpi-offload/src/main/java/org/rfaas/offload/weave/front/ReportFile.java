package org.rfaas.offload.weave.front;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The report of a module's loops in a file, ordered by class. Compilers are often run for some of the classes: what the file
 * says of others stays.
 */
final class ReportFile {
    private final Path file;

    ReportFile(Path file) {
        this.file = file;
    }

    /**
     * Puts a report in the place of what was said of the same classes. Writes only what changes something.
     *
     * @param compiled binary names of the classes compiled now, with loops or without
     */
    void update(LoopReport report, Set<String> compiled) throws IOException {
        List<String> before = Files.exists(file) ? Files.readAllLines(file) : List.of();
        Map<String, List<String>> classes = byClass(before);
        classes.keySet().removeIf(name -> name.isEmpty() || isAmong(compiled, name));
        classes.putAll(byClass(report.lines()));
        List<String> after = classes.values().stream().flatMap(List::stream).toList();
        if (!after.equals(before)) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, after);
        }
    }

    /** A nested class that is no more was once compiled with the one around it. */
    private static boolean isAmong(Set<String> compiled, String name) {
        int nested = name.indexOf('$');
        return compiled.contains(name) || (nested > 0 && compiled.contains(name.substring(0, nested)));
    }

    private static Map<String, List<String>> byClass(List<String> lines) {
        Map<String, List<String>> classes = new TreeMap<>();
        String current = "";
        for (String line : lines) {
            if (!line.startsWith(" ")) {
                current = className(line);
            }
            classes.computeIfAbsent(current, _ -> new ArrayList<>()).add(line);
        }
        return classes;
    }

    /** From {@code package.Class.method:line}, which each paragraph begins with; empty for anything else. */
    private static String className(String heading) {
        int method = heading.lastIndexOf('.', heading.indexOf(':'));
        return method < 0 ? "" : heading.substring(0, method);
    }
}
