package org.rfaas.operator;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rfaas.control.LeaseRow;
import org.rfaas.lease.LeaseId;
import org.rfaas.manager.OperatorDesk;

/** Leases over HTTP. */
final class LeaseRoutes {
    private static final String LEASES = "/api/v1/leases";

    private final OperatorDesk desk;

    LeaseRoutes(OperatorDesk desk) {
        this.desk = desk;
    }

    void addTo(Javalin app) {
        app.get(LEASES, this::list);
        app.post(LEASES + "/{lease}/revoke", this::revoke);
    }

    private void list(Context context) {
        Optional<String> job = Answers.query(context, "job");
        Optional<String> user = Answers.query(context, "user");
        Optional<String> node = Answers.query(context, "node");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (LeaseRow lease : desk.leases()) {
            if (job.map(lease.jobId()::equals).orElse(true)
                    && user.map(lease.user()::equals).orElse(true)
                    && node.map(lease.nodeName()::equals).orElse(true)) {
                rows.add(StatusRows.toJson(lease));
            }
        }
        Answers.json(context, Map.of("leases", rows));
    }

    private void revoke(Context context) {
        Duration grace = Answers.grace(Answers.body(context));
        LeaseId lease = parse(context.pathParam("lease"));
        if (!desk.revoke(lease, grace)) {
            throw RequestRefusal.unknown("no lease " + lease + ", or it has ended; see: rfaas leases");
        }
        Answers.json(context, Map.of("lease", lease.toString(), "state", "ending"));
    }

    private static LeaseId parse(String text) {
        try {
            return LeaseId.parse(text);
        } catch (IllegalArgumentException e) {
            throw RequestRefusal.malformed(String.valueOf(e.getMessage()));
        }
    }
}
