package org.rfaas.control;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.rfaas.lease.Identifier;
import org.rfaas.lease.LeaseId;

/**
 * A lease as status shows it.
 *
 * @param expiresAtMs in milliseconds since the epoch
 * @param ending whether it is over for its client and only waits for its node to report
 */
public record LeaseRow(
        LeaseId lease,
        String jobId,
        String user,
        String nodeName,
        int cores,
        long memoryBytes,
        long expiresAtMs,
        boolean ending) {
    public LeaseRow {
        Identifier.require("job id", jobId);
        Identifier.require("user", user);
        Identifier.require("node name", nodeName);
    }

    /** Members of a JSON object. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("lease", lease.toString());
        json.put("job", jobId);
        json.put("user", user);
        json.put("node", nodeName);
        json.put("cores", cores);
        json.put("memoryBytes", memoryBytes);
        json.put("expiresAt", Instant.ofEpochMilli(expiresAtMs).toString());
        json.put("state", ending ? "ending" : "active");
        return json;
    }
}
