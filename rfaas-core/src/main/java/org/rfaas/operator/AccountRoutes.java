package org.rfaas.operator;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
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
import org.rfaas.text.Printable;

/** The bill over HTTP, as JSON or as CSV. */
final class AccountRoutes {
    /** With CSV, which has no place for it: whether there are more rows than were asked for. */
    static final String MORE_HEADER = "Rfaas-More";

    private static final String ACCOUNTS = "/api/v1/accounts";
    private static final List<String> LEASE_COLUMNS = List.of(
            "lease",
            "job",
            "user",
            "node",
            "cores",
            "memoryBytes",
            "grantedAt",
            "endedAt",
            "allocatedCoreNs",
            "executionNs",
            "hotPollingNs",
            "invocations",
            "bytes",
            "cost");

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
                        sumColumns("job"),
                        book().jobs(filter(context)).stream()
                                .map(AccountRoutes::values)
                                .toList()));
        app.get(
                ACCOUNTS + "/users",
                context -> answer(
                        context,
                        "users",
                        sumColumns("user"),
                        book().users(filter(context)).stream()
                                .map(AccountRoutes::values)
                                .toList()));
        app.get(
                ACCOUNTS + "/leases",
                context -> answer(
                        context,
                        "leases",
                        LEASE_COLUMNS,
                        book().leases(filter(context)).stream()
                                .map(AccountRoutes::values)
                                .toList()));
        app.exception(
                LedgerException.class,
                (e, context) -> Refusals.answer(
                        context,
                        RequestRefusal.unavailable("the bill cannot be read: " + e.getMessage() + "; leases go on")));
    }

    private Accounts book() {
        return accounts.orElseThrow(() -> RequestRefusal.unavailable("this resource manager keeps no accounts"));
    }

    /** One row more than were asked for, to see whether there are more. */
    private static AccountFilter filter(Context context) {
        return new AccountFilter(
                Answers.query(context, "job"),
                Answers.query(context, "user"),
                day(context, "since"),
                day(context, "until"),
                limit(context) + 1);
    }

    /** The beginning of a day, in UTC. */
    private static Optional<Instant> day(Context context, String name) {
        return Answers.query(context, name).map(given -> {
            try {
                return LocalDate.parse(given).atStartOfDay(ZoneOffset.UTC).toInstant();
            } catch (DateTimeParseException e) {
                throw RequestRefusal.malformed(
                        name + " '" + Printable.line(given, "?") + "' is no date as 2026-01-31 is one");
            }
        });
    }

    private static int limit(Context context) {
        long limit = Answers.query(context, "limit")
                .map(given -> Answers.whole("limit", given))
                .orElse((long) AccountFilter.MAX_ROWS);
        if (limit < 1 || limit > AccountFilter.MAX_ROWS) {
            throw RequestRefusal.malformed("limit " + limit + " is not in 1.." + AccountFilter.MAX_ROWS);
        }
        return (int) limit;
    }

    private static List<String> sumColumns(String what) {
        return List.of(
                what, "leases", "allocatedCoreNs", "executionNs", "hotPollingNs", "invocations", "bytes", "cost");
    }

    private static List<Object> values(AccountSum sum) {
        Usage usage = sum.usage();
        return List.of(
                sum.name(),
                sum.leases(),
                sum.allocatedCoreNs(),
                usage.executionNs(),
                usage.hotPollingNs(),
                usage.invocations(),
                usage.bytes(),
                sum.cost());
    }

    private static List<Object> values(LeaseAccount lease) {
        Usage usage = lease.usage();
        return List.of(
                lease.lease().toString(),
                lease.jobId(),
                lease.user(),
                lease.nodeName(),
                lease.cores(),
                lease.memoryBytes(),
                lease.grantedAt().toString(),
                lease.endedAt().map(Instant::toString).orElse(""),
                lease.allocatedCoreNs(),
                usage.executionNs(),
                usage.hotPollingNs(),
                usage.invocations(),
                usage.bytes(),
                lease.cost());
    }

    private static void answer(Context context, String what, List<String> columns, List<List<Object>> found) {
        int limit = limit(context);
        boolean more = found.size() > limit;
        List<List<Object>> rows = more ? found.subList(0, limit) : found;
        String format = Answers.query(context, "format").orElse("json");
        switch (format) {
            case "json" ->
                Answers.json(
                        context,
                        named(
                                List.of(what, "more"),
                                List.of(
                                        rows.stream()
                                                .map(row -> named(columns, row))
                                                .toList(),
                                        more)));
            case "csv" ->
                context.contentType("text/csv")
                        .header(MORE_HEADER, String.valueOf(more))
                        .result(csv(columns, rows));
            default -> throw RequestRefusal.malformed("format is json or csv");
        }
    }

    private static Map<String, Object> named(List<String> columns, List<Object> row) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            named.put(columns.get(i), row.get(i));
        }
        return named;
    }

    /** Every value is a number, an instant or an identifier, none of which has a comma or quote in it. */
    private static String csv(List<String> columns, List<List<Object>> rows) {
        StringBuilder text = new StringBuilder(String.join(",", columns)).append('\n');
        for (List<Object> row : rows) {
            text.append(String.join(",", row.stream().map(String::valueOf).toList()))
                    .append('\n');
        }
        return text.toString();
    }
}
