package org.rfaas.operator.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.rfaas.cli.Version;
import org.rfaas.operator.OperatorClient;
import org.rfaas.operator.cli.Table.Unit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rfaas nodes}. */
@Command(
        name = "nodes",
        description = "List nodes, or add and remove some; for operators.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {NodesCommand.Add.class, NodesCommand.Remove.class})
public final class NodesCommand extends ListCommand {
    static final String PATH = "/api/v1/nodes";

    private static final List<Table.Column> COLUMNS = List.of(
            new Table.Column("NODE", "name"),
            new Table.Column("STATUS", "status"),
            new Table.Column("FREE CORES", "freeCores"),
            new Table.Column("CORES", "cores"),
            new Table.Column("FREE MIB", "freeMemoryBytes", Unit.MIB),
            new Table.Column("MIB", "memoryBytes", Unit.MIB),
            new Table.Column("EXECUTOR MANAGER", "executorManager"));

    @Override
    Map<String, Object> ask(OperatorClient client) {
        return client.get(PATH, Map.of());
    }

    @Override
    void print(PrintWriter out, Map<String, Object> answer) {
        Table.print(out, answer, "nodes", COLUMNS);
    }

    /** {@code rfaas nodes add}. */
    @Command(
            name = "add",
            description = "Expect nodes, and let removed ones register again.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Add extends NodeCommand {
        @Override
        Map<String, Object> ask(OperatorClient client, String node) {
            return client.post(PATH, Map.of("name", node));
        }
    }

    /** {@code rfaas nodes remove}. */
    @Command(
            name = "remove",
            description = "Drain nodes, then forget them; they may not register until they are added.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Remove extends NodeCommand {
        @Mixin
        private GraceOption grace = new GraceOption();

        @Override
        Map<String, Object> ask(OperatorClient client, String node) {
            return client.delete(path(node), Map.of("graceSeconds", String.valueOf(grace.seconds())));
        }
    }
}
