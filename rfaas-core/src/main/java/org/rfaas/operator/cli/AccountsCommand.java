package org.rfaas.operator.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.rfaas.accounting.AccountFilter;
import org.rfaas.cli.CliException;
import org.rfaas.cli.Version;
import org.rfaas.operator.OperatorClient;
import org.rfaas.operator.cli.Table.Unit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rfaas accounts}. */
@Command(
        name = "accounts",
        description = "Show the bill by job, by user or by lease; for operators.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class AccountsCommand extends ListCommand {
    private static final List<Table.Column> USE = List.of(
            new Table.Column("CORE S", "allocatedCoreNs", Unit.SECONDS),
            new Table.Column("EXECUTION S", "executionNs", Unit.SECONDS),
            new Table.Column("HOT POLLING S", "hotPollingNs", Unit.SECONDS),
            new Table.Column("INVOCATIONS", "invocations"),
            new Table.Column("MIB", "bytes", Unit.MIB),
            new Table.Column("COST", "cost"));

    private static final List<Table.Column> OF_LEASE = List.of(
            new Table.Column("JOB", "job"),
            new Table.Column("USER", "user"),
            new Table.Column("NODE", "node"),
            new Table.Column("CORES", "cores"),
            new Table.Column("GRANTED", "grantedAt"),
            new Table.Column("ENDED", "endedAt"));

    private static final List<Table.Column> OF_SUM = List.of(new Table.Column("LEASES", "leases"));

    /** What there is a row of. */
    private enum By {
        JOBS("job"),
        USERS("user"),
        LEASES("lease");

        private final String one;

        By(String one) {
            this.one = one;
        }

        static By named(String text) {
            return Arrays.stream(values())
                    .filter(by -> by.member().equals(text))
                    .findFirst()
                    .orElseThrow(() -> CliException.misused("--by is jobs, users or leases, not '" + text + "'"));
        }

        /** In the interface's paths and answers. */
        String member() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            defaultValue = "jobs",
            description = "jobs, users or leases; default: jobs.")
    private String by = "jobs";

    @Option(names = "--job", paramLabel = "JOB", description = "Only of this job.")
    private String job = "";

    @Option(names = "--user", paramLabel = "USER", description = "Only of this user.")
    private String user = "";

    @Option(
            names = "--since",
            paramLabel = "DATE",
            description = "Only leases granted on this day (2026-01-31, UTC) or later.")
    private String since = "";

    @Option(names = "--until", paramLabel = "DATE", description = "Only leases granted before this day begins.")
    private String until = "";

    @Option(names = "--csv", description = "Print comma-separated values.")
    private boolean csv;

    @Override
    Map<String, Object> ask(OperatorClient client) {
        if (csv && isJson()) {
            throw CliException.misused("--csv and --json exclude each other");
        }
        String path = "/api/v1/accounts/" + By.named(by).member();
        Map<String, String> query =
                Map.of("job", job, "user", user, "since", since, "until", until, "format", csv ? "csv" : "");
        if (csv) {
            OperatorClient.Csv rows = client.csv(path, query);
            return Map.of("csv", rows.text(), "more", rows.more());
        }
        return client.get(path, query);
    }

    @Override
    Optional<String> remark(Map<String, Object> answer) {
        return Boolean.TRUE.equals(answer.get("more"))
                ? Optional.of("there are more than " + AccountFilter.MAX_ROWS
                        + " rows, and the rest is not shown; narrow them by --since, --until, --job or --user")
                : Optional.empty();
    }

    @Override
    void print(PrintWriter out, Map<String, Object> answer) {
        if (csv) {
            out.print(answer.get("csv"));
            return;
        }
        By what = By.named(by);
        List<Table.Column> columns = new ArrayList<>();
        columns.add(new Table.Column(what.one.toUpperCase(Locale.ROOT), what.one));
        columns.addAll(what == By.LEASES ? OF_LEASE : OF_SUM);
        columns.addAll(USE);
        Table.print(out, answer, what.member(), columns);
    }
}
