package org.rfaas.operator;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.rfaas.control.LeaseRow;
import org.rfaas.lease.NodeTable;

/** Nodes and leases as operators and {@code rfaas status} show them: the members of a JSON object. */
public final class StatusRows {
    private StatusRows() {}

    public static Map<String, Object> toJson(NodeTable.Row node) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", node.capacity().name());
        json.put("status", node.status().name().toLowerCase(Locale.ROOT));
        json.put("cores", node.capacity().cores());
        json.put("freeCores", node.freeCores());
        json.put("memoryBytes", node.capacity().memoryBytes());
        json.put("freeMemoryBytes", node.freeMemoryBytes());
        json.put("executorManager", node.capacity().address().toString());
        return json;
    }

    public static Map<String, Object> toJson(LeaseRow lease) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("lease", lease.lease().toString());
        json.put("job", lease.jobId());
        json.put("user", lease.user());
        json.put("node", lease.nodeName());
        json.put("cores", lease.cores());
        json.put("memoryBytes", lease.memoryBytes());
        json.put("expiresAt", Instant.ofEpochMilli(lease.expiresAtMs()).toString());
        json.put("state", lease.ending() ? "ending" : "active");
        return json;
    }
}
