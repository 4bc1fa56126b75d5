package org.rfaas.experiment.harvest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.rfaas.experiment.harvest.IdleTrace.Change;

/**
 * Reads traces: CSV with a header and at least the columns {@code time} (seconds, or a date and time as
 * {@code 2022-03-17T17:37:06}, ascending) and one of {@code idle_cores} and {@code idle_nodes}. With a column {@code node}
 * a row tells of that node, else of the whole cluster; then whole nodes come and go, and which of the idle ones is taken
 * back is drawn at random. A column {@code total_nodes} says how many nodes there are; else there are as many as are seen.
 * The last row only ends the trace.
 */
public final class IdleTraceFile {
    private static final long TAKEN_BACK_SEED = 1;

    private final Path path;
    private final int coresPerNode;
    private final List<String> header;
    private final List<String> lines;

    private IdleTraceFile(Path path, int coresPerNode, List<String> header, List<String> lines) {
        this.path = path;
        this.coresPerNode = coresPerNode;
        this.header = header;
        this.lines = lines;
    }

    /**
     * Reads a file.
     *
     * @throws TraceException when it cannot be read, or a line is not as above
     */
    public static IdleTrace read(Path path, int coresPerNode) throws TraceException {
        List<String> lines;
        try {
            lines = Files.readAllLines(path);
            List<String> header =
                    lines.isEmpty() ? List.of() : cells(lines.getFirst().toLowerCase(Locale.ROOT));
            return new IdleTraceFile(path, coresPerNode, header, lines).read();
        } catch (IOException e) {
            throw e instanceof TraceException refusal
                    ? refusal
                    : new TraceException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private IdleTrace read() throws TraceException {
        int time = header.indexOf("time");
        int cores = header.indexOf("idle_cores");
        int idle = Math.max(cores, header.indexOf("idle_nodes"));
        int node = header.indexOf("node");
        if (time < 0 || idle < 0 || lines.size() < 3) {
            throw new TraceException(
                    path + ": no header with time and idle_cores or idle_nodes, or no two rows below it", null);
        }
        int total = header.indexOf("total_nodes");
        int totalNodes = 1;
        boolean isOfNodes = cores < 0;
        NodeChanges changes =
                node < 0 ? new NodeChanges.OfCluster(coresPerNode, TAKEN_BACK_SEED) : new NodeChanges.Named();
        long firstMs = 0;
        long lastMs = 0;
        for (int i = 1; i < lines.size(); i++) {
            List<String> cells = cells(lines.get(i));
            if (cells.size() != header.size()) {
                throw wrong(i, cells.size() + " cells, not " + header.size());
            }
            long atMs = timeMs(cells.get(time), i);
            firstMs = i == 1 ? atMs : firstMs;
            if (i > 1 && atMs - firstMs < lastMs) {
                throw wrong(i, "goes back in time");
            }
            lastMs = atMs - firstMs;
            totalNodes = Math.max(totalNodes, total < 0 ? 0 : count(cells.get(total), i));
            if (i < lines.size() - 1) {
                int count = count(cells.get(idle), i);
                int idleCores = isOfNodes ? Math.multiplyExact(count, coresPerNode) : count;
                if (node >= 0 && idleCores > coresPerNode) {
                    throw wrong(i, idleCores + " idle cores on a node of " + coresPerNode);
                }
                changes.set(lastMs, node < 0 ? "" : cells.get(node), idleCores);
            }
        }
        long durationMs = lastMs;
        List<Change> within = changes.changes().stream()
                .filter(change -> change.atMs() < durationMs)
                .toList();
        return new IdleTrace(Math.max(totalNodes, changes.nodes()), coresPerNode, Math.max(1, durationMs), within);
    }

    private long timeMs(String cell, int line) throws TraceException {
        try {
            return cell.indexOf('T') > 0
                    ? LocalDateTime.parse(cell).toInstant(ZoneOffset.UTC).toEpochMilli()
                    : Math.round(1000 * Double.parseDouble(cell));
        } catch (DateTimeException | NumberFormatException e) {
            throw wrong(line, "time '" + cell + "' is neither seconds nor as 2022-03-17T17:37:06");
        }
    }

    private int count(String cell, int line) throws TraceException {
        try {
            int count = Integer.parseInt(cell);
            if (count >= 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw new TraceException(place(line) + "'" + cell + "' is no number of idle cores or nodes", e);
        }
        throw wrong(line, cell + " is negative");
    }

    private TraceException wrong(int line, String what) {
        return new TraceException(place(line) + what, null);
    }

    private String place(int line) {
        return path + ":" + (line + 1) + ": ";
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.split(",", -1)) {
            cells.add(cell.strip());
        }
        return cells;
    }
}
