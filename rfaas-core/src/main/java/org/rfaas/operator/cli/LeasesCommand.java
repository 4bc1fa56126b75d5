package org.rfaas.operator.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.rfaas.cli.Version;
import org.rfaas.operator.OperatorClient;
import org.rfaas.operator.cli.Table.Unit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rfaas leases}. */
@Command(
        name = "leases",
        description = "List leases that have not ended; for operators.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class LeasesCommand extends ListCommand {
    static final String PATH = "/api/v1/leases";

    private static final List<Table.Column> COLUMNS = List.of(
            new Table.Column("LEASE", "lease"),
            new Table.Column("JOB", "job"),
            new Table.Column("USER", "user"),
            new Table.Column("NODE", "node"),
            new Table.Column("CORES", "cores"),
            new Table.Column("MIB", "memoryBytes", Unit.MIB),
            new Table.Column("EXPIRES", "expiresAt"),
            new Table.Column("STATE", "state"));

    @Option(names = "--job", paramLabel = "JOB", description = "Only of this job.")
    private String job = "";

    @Option(names = "--user", paramLabel = "USER", description = "Only of this user.")
    private String user = "";

    @Option(names = "--node", paramLabel = "NODE", description = "Only on this node.")
    private String node = "";

    @Override
    Map<String, Object> ask(OperatorClient client) {
        return client.get(PATH, Map.of("job", job, "user", user, "node", node));
    }

    @Override
    void print(PrintWriter out, Map<String, Object> answer) {
        Table.print(out, answer, "leases", COLUMNS);
    }
}
