package org.rfaas.operator;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.rfaas.lease.NodeTable;
import org.rfaas.manager.ClusterSummary;
import org.rfaas.manager.OperatorDesk;

/** The cluster as a whole over HTTP: whether it is well, at a glance, what can be leased, metrics. */
final class ClusterRoutes {
    private final OperatorDesk desk;
    private final ManagerMetrics metrics;

    ClusterRoutes(OperatorDesk desk, ManagerMetrics metrics) {
        this.desk = desk;
        this.metrics = metrics;
    }

    void addTo(Javalin app) {
        app.get("/health", context -> Answers.json(context, Map.of("status", "ok")));
        app.get(
                "/metrics",
                context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(metrics.scrape()));
        app.get("/api/v1/status", this::status);
        app.get("/api/v1/board", this::board);
    }

    private void status(Context context) {
        ClusterSummary summary = desk.summary();
        Map<String, Object> nodes = new LinkedHashMap<>();
        summary.nodes().forEach((status, count) -> nodes.put(status.name().toLowerCase(Locale.ROOT), count));
        nodes.put("expected", desk.expectedNodes().size());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("nodes", nodes);
        answer.put("cores", summary.cores());
        answer.put("freeCores", summary.freeCores());
        answer.put("leases", summary.leases());
        answer.put("waiting", summary.waiting());
        Answers.json(context, answer);
    }

    /** What ranks read one-sided, for people: nodes with something free. */
    private void board(Context context) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (NodeTable.Row node : desk.nodes()) {
            if (node.freeCores() > 0) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("node", node.capacity().name());
                row.put("freeCores", node.freeCores());
                row.put("freeMemoryBytes", node.freeMemoryBytes());
                rows.add(row);
            }
        }
        Answers.json(context, Map.of("board", rows));
    }
}
