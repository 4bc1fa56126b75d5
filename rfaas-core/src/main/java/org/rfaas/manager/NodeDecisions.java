package org.rfaas.manager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.rfaas.file.FileProblem;
import org.rfaas.file.WholeFile;
import org.rfaas.lease.Identifier;

/**
 * What operators have decided about nodes, by name, whether or not the node is there. Kept in a text file, if there is one: a
 * line a node, decision and name. Any thread may call any method.
 */
final class NodeDecisions {
    enum Decision {
        /** It is to come, and may. */
        EXPECTED,
        /** Nothing new is leased there. */
        DRAINING,
        /** It may not register. */
        REMOVED
    }

    private static final String FILE = "nodes";

    private final Map<String, Decision> decisions = new ConcurrentSkipListMap<>();
    private final Optional<Path> file;

    private NodeDecisions(Optional<Path> file) {
        this.file = file;
    }

    /** Decisions that end with the process. */
    static NodeDecisions forgetful() {
        return new NodeDecisions(Optional.empty());
    }

    /**
     * Decisions in the file {@value #FILE} of this directory, if there is one.
     *
     * @throws IllegalArgumentException when the file cannot be read, or is something else
     */
    static NodeDecisions in(Path directory) {
        Path file = directory.resolve(FILE);
        NodeDecisions read = new NodeDecisions(Optional.of(file));
        try {
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                int space = line.indexOf(' ');
                read.decisions.put(
                        Identifier.require("node name", line.substring(space + 1)),
                        Decision.valueOf(line.substring(0, Math.max(0, space))));
            }
            return read;
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "decisions about nodes in " + file + " cannot be read: " + e.getMessage()
                            + "; mend the file or move it away",
                    e);
        }
    }

    boolean is(String nodeName, Decision decision) {
        return decisions.get(nodeName) == decision;
    }

    /** Names about which this was decided. */
    List<String> all(Decision decision) {
        return decisions.entrySet().stream()
                .filter(entry -> entry.getValue() == decision)
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Decides about a node.
     *
     * @throws UncheckedIOException when it cannot be kept; what was decided before stays
     */
    synchronized void decide(String nodeName, Decision decision) {
        Map<String, Decision> after = new TreeMap<>(decisions);
        after.put(nodeName, decision);
        write(after);
        decisions.put(nodeName, decision);
    }

    /**
     * Takes a decision back, if it is this one.
     *
     * @throws UncheckedIOException when that cannot be kept; the decision stays
     */
    synchronized void withdraw(String nodeName, Decision decision) {
        if (is(nodeName, decision)) {
            Map<String, Decision> after = new TreeMap<>(decisions);
            after.remove(nodeName);
            write(after);
            decisions.remove(nodeName);
        }
    }

    private void write(Map<String, Decision> after) {
        if (file.isEmpty()) {
            return;
        }
        Path target = file.get();
        String lines = after.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey() + "\n")
                .collect(Collectors.joining());
        try {
            WholeFile.writeString(target, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "decisions about nodes cannot be kept in " + target + ": " + FileProblem.reason(e), e);
        }
    }
}
