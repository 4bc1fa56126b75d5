package org.rfaas.operator;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rfaas.accounting.AccountFilter;
import org.rfaas.accounting.AccountSum;
import org.rfaas.accounting.Accounts;
import org.rfaas.accounting.LeaseAccount;
import org.rfaas.accounting.LedgerException;
import org.rfaas.accounting.Usage;

/** The bill over HTTP, as JSON or as CSV. */
final class AccountRoutes {
    private static final String ACCOUNTS = "/api/v1/accounts";

    private final Optional<Accounts> accounts;

    /** @param accounts empty when this resource manager keeps none */
    AccountRoutes(Optional<Accounts> accounts) {
        this.accounts = accounts;
    }

    void addTo(Javalin app) {
        app.get(
                ACCOUNTS + "/jobs",
                context -> answer(
                        context,
                        "jobs",
                        book().jobs(filter(context)).stream()
                                .map(sum -> row("job", sum))
                                .toList()));
        app.get(
                ACCOUNTS + "/users",
                context -> answer(
                        context,
                        "users",
                        book().users(filter(context)).stream()
                                .map(sum -> row("user", sum))
                                .toList()));
        app.get(
                ACCOUNTS + "/leases",
                context -> answer(
                        context,
                        "leases",
                        book().leases(filter(context)).stream()
                                .map(AccountRoutes::row)
                                .toList()));
        app.exception(
                LedgerException.class,
                (e, context) -> Refusals.answer(
                        context,
                        RequestRefusal.unavailable(
                                "the ledger's database does not answer: " + e.getMessage() + "; leases go on")));
    }

    private Accounts book() {
        return accounts.orElseThrow(() -> RequestRefusal.unavailable("this resource manager keeps no accounts"));
    }

    private static AccountFilter filter(Context context) {
        long limit = Answers.query(context, "limit")
                .map(given -> Answers.whole("limit", given))
                .orElse((long) AccountFilter.MAX_ROWS);
        if (limit < 1 || limit > AccountFilter.MAX_ROWS) {
            throw RequestRefusal.malformed("limit " + limit + " is not in 1.." + AccountFilter.MAX_ROWS);
        }
        return new AccountFilter(Answers.query(context, "job"), Answers.query(context, "user"), (int) limit);
    }

    private static Map<String, Object> row(String what, AccountSum sum) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(what, sum.name());
        row.put("leases", sum.leases());
        row.put("allocatedCoreNs", sum.allocatedCoreNs());
        putUsage(row, sum.usage());
        row.put("cost", sum.cost());
        return row;
    }

    private static Map<String, Object> row(LeaseAccount lease) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("lease", lease.lease().toString());
        row.put("job", lease.jobId());
        row.put("user", lease.user());
        row.put("node", lease.nodeName());
        row.put("cores", lease.cores());
        row.put("memoryBytes", lease.memoryBytes());
        row.put("grantedAt", lease.grantedAt().toString());
        row.put("endedAt", lease.endedAt().map(Instant::toString).orElse(""));
        row.put("allocatedCoreNs", lease.allocatedCoreNs());
        putUsage(row, lease.usage());
        row.put("cost", lease.cost());
        return row;
    }

    private static void putUsage(Map<String, Object> row, Usage usage) {
        row.put("executionNs", usage.executionNs());
        row.put("hotPollingNs", usage.hotPollingNs());
        row.put("invocations", usage.invocations());
        row.put("bytes", usage.bytes());
    }

    private static void answer(Context context, String what, List<Map<String, Object>> rows) {
        String format = Answers.query(context, "format").orElse("json");
        switch (format) {
            case "json" -> Answers.json(context, Map.of(what, rows));
            case "csv" -> context.contentType("text/csv").result(csv(rows));
            default -> throw RequestRefusal.malformed("format is json or csv");
        }
    }

    /** Every value is a number, an instant or an identifier, none of which has a comma or quote in it. */
    private static String csv(List<Map<String, Object>> rows) {
        StringBuilder text = new StringBuilder();
        if (!rows.isEmpty()) {
            text.append(String.join(",", rows.getFirst().keySet())).append('\n');
        }
        for (Map<String, Object> row : rows) {
            text.append(String.join(
                            ",", row.values().stream().map(String::valueOf).toList()))
                    .append('\n');
        }
        return text.toString();
    }
}
