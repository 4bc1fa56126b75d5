package org.rfaas.experiment.harvest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.rfaas.experiment.Figure;
import org.rfaas.experiment.harvest.IdleTrace.Change;
import org.rfaas.file.FileProblem;
import org.rfaas.text.Decimal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads traces: CSV with a header and at least the columns {@code time} (seconds, or a date and time as
 * {@code 2022-03-17T17:37:06}, ascending) and {@code idle_cores} or else {@code idle_nodes}. With a column {@code node}
 * a row tells of that node, else of the whole cluster; then whole nodes come and go, idle cores that fill none are left out,
 * and which of the idle nodes is taken back is drawn at random. A column {@code total_nodes} says how many nodes there are;
 * else there are as many as are seen. The last row only ends the trace.
 */
public final class IdleTraceFile {
    private static final Logger LOG = LoggerFactory.getLogger(IdleTraceFile.class);
    private static final long TAKEN_BACK_SEED = 1;

    /** No cluster has more; a number beyond it is a mistake. */
    private static final int MOST_CORES = 10_000_000;

    /** A longer one replays for minutes, six times. */
    private static final Duration LONGEST = Duration.ofDays(100);

    /** Seconds since 1970 in the year 5138. */
    private static final double MOST_SECONDS = 1e11;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

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
            lines = lines(Files.readString(path));
            List<String> header =
                    lines.isEmpty() ? List.of() : cells(lines.getFirst().toLowerCase(Locale.ROOT));
            return new IdleTraceFile(path, coresPerNode, header, lines).read();
        } catch (IOException e) {
            throw e instanceof TraceException refusal
                    ? refusal
                    : new TraceException(path + ": cannot be read: " + FileProblem.reason(e), e);
        }
    }

    /** Without what spreadsheets put before the first line, and blank lines at the end. */
    private static List<String> lines(String text) {
        String plain = text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        return plain.stripTrailing().lines().toList();
    }

    /** A trace as a file that is read as the same trace: first a row of each node, then the changes in order of time. */
    static String text(IdleTrace trace) {
        StringBuilder text = new StringBuilder("time,node,idle_cores\n");
        for (int node = 0; node < trace.nodes(); node++) {
            row(text, 0, node, 0);
        }
        trace.changes().forEach(change -> row(text, change.atMs(), change.node(), change.idleCores()));
        row(text, trace.durationMs(), 0, 0);
        return text.toString();
    }

    private static void row(StringBuilder text, long atMs, int node, int idleCores) {
        text.append(atMs / 1e3)
                .append(',')
                .append(node)
                .append(',')
                .append(idleCores)
                .append('\n');
    }

    private IdleTrace read() throws TraceException {
        int time = header.indexOf("time");
        int cores = header.indexOf("idle_cores");
        int idle = cores >= 0 ? cores : header.indexOf("idle_nodes");
        int node = header.indexOf("node");
        if (time < 0 || idle < 0) {
            throw new TraceException(
                    path + ": no header with time and idle_cores or idle_nodes, separated by commas", null);
        }
        if (lines.size() < 3) {
            throw new TraceException(path + ": no two rows below the header; the last one only ends the trace", null);
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
            if (lastMs > LONGEST.toMillis()) {
                throw wrong(i, "is more than " + LONGEST.toDays() + " days after the first row; cut the trace");
            }
            int rowNodes = total < 0 ? 0 : nodes(cells.get(total), i);
            totalNodes = Math.max(totalNodes, rowNodes);
            if (i < lines.size() - 1) {
                int counted = isOfNodes ? nodes(cells.get(idle), i) : count(cells.get(idle), MOST_CORES, i);
                if (isOfNodes && node < 0 && total >= 0 && counted > rowNodes) {
                    throw wrong(i, counted + " idle nodes of " + rowNodes);
                }
                int idleCores = isOfNodes ? counted * coresPerNode : counted;
                if (node >= 0 && idleCores > coresPerNode) {
                    throw wrong(i, idleCores + " idle cores on a node of " + coresPerNode);
                }
                changes.set(lastMs, node < 0 ? "" : cells.get(node), idleCores);
            }
        }
        changes.end(lastMs);
        long durationMs = lastMs;
        List<Change> within = changes.changes().stream()
                .filter(change -> change.atMs() < durationMs)
                .toList();
        requireIdleNodes(within, changes.partsOfNodes());
        return new IdleTrace(Math.max(totalNodes, changes.nodes()), coresPerNode, Math.max(1, durationMs), within);
    }

    private long timeMs(String cell, int line) throws TraceException {
        try {
            return cell.indexOf('T') > 0
                    ? LocalDateTime.parse(cell).toInstant(ZoneOffset.UTC).toEpochMilli()
                    : Math.round(1000 * seconds(cell));
        } catch (DateTimeException | NumberFormatException e) {
            throw wrong(line, "time '" + cell + "' is neither seconds nor as 2022-03-17T17:37:06");
        }
    }

    /** @throws NumberFormatException when there is no such time */
    private static double seconds(String cell) {
        double seconds = Decimal.parse(cell);
        if (!(Math.abs(seconds) <= MOST_SECONDS)) {
            throw new NumberFormatException(cell);
        }
        return seconds;
    }

    private void requireIdleNodes(List<Change> changes, double partsOfNodes) throws TraceException {
        String remedy = "say how many cores make a node with --cores-per-node";
        if (changes.isEmpty()) {
            throw new TraceException(
                    path
                            + (partsOfNodes == 0
                                    ? ": nothing is ever idle"
                                    : ": there are never " + coresPerNode + " idle cores, which make a node; "
                                            + remedy),
                    null);
        }
        if (partsOfNodes > 0) {
            LOG.warn(
                    "{}: {} % of the idle core time is of cores that fill no node of {} and are left out; {}",
                    path, Figure.of(100 * partsOfNodes), coresPerNode, remedy);
        }
    }

    private int nodes(String cell, int line) throws TraceException {
        return count(cell, MOST_CORES / coresPerNode, line);
    }

    private int count(String cell, int most, int line) throws TraceException {
        long count;
        try {
            count = Long.parseLong(cell);
        } catch (NumberFormatException e) {
            throw new TraceException(place(line) + "'" + cell + "' is no number of cores or nodes", e);
        }
        if (count < 0) {
            throw wrong(line, cell + " is negative");
        }
        if (count > most) {
            throw wrong(
                    line,
                    cell + " is more than the " + most + " there may be with " + coresPerNode + " cores per node");
        }
        return (int) count;
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
