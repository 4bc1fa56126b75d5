package org.rfaas.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.config.RfaasConfig;
import org.rfaas.control.LeaseRow;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.NodeTable;
import org.rfaas.operator.StatusRows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rfaas status}. */
@Command(
        name = "status",
        description = "Show nodes and leases.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class StatusCommand implements CliCommand {
    /** Least widths of columns of names, which longer names widen. */
    private static final int NODE_WIDTH = 24;

    private static final int JOB_WIDTH = 20;
    private static final int USER_WIDTH = 12;

    @Mixin
    private ConfigOption configuration = new ConfigOption();

    @Option(names = "--json", description = "Print JSON instead of tables.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        RfaasConfig config = configuration.load();
        FabricAddress manager = config.manager().requireAddress();
        try (Fabric fabric = Fabrics.open(manager.provider(), config.fabric().settings());
                ResourceManagerClient client =
                        ResourceManagerClient.connect(fabric, manager, config.controlTimeout())) {
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(JSON.std
                        .with(JSON.Feature.PRETTY_PRINT_OUTPUT)
                        .asString(toJson(manager, client.nodes(), client.leases())));
            } else {
                print(out, client.nodes(), client.leases());
            }
            out.flush();
        }
        return 0;
    }

    private static void print(PrintWriter out, List<NodeTable.Row> nodes, List<LeaseRow> leases) {
        long online = nodes.stream().filter(node -> node.status().isConnected()).count();
        out.printf(
                Locale.ROOT,
                "%d of %d nodes connected, %d cores free, %d leases%n%n",
                online,
                nodes.size(),
                nodes.stream().mapToInt(NodeTable.Row::freeCores).sum(),
                leases.size());
        printNodes(out, nodes);
        out.println();
        printLeases(out, leases);
    }

    private static void printNodes(PrintWriter out, List<NodeTable.Row> nodes) {
        String format = String.format(
                Locale.ROOT,
                "%%-%ds %%-8s %%11s %%17s  %%s%%n",
                width(NODE_WIDTH, nodes, node -> node.capacity().name()));
        out.printf(Locale.ROOT, format, "NODE", "STATE", "FREE CORES", "FREE MEMORY MIB", "EXECUTOR MANAGER");
        for (NodeTable.Row node : nodes) {
            out.printf(
                    Locale.ROOT,
                    format,
                    node.capacity().name(),
                    node.status().name().toLowerCase(Locale.ROOT),
                    node.freeCores() + "/" + node.capacity().cores(),
                    (node.freeMemoryBytes() >> 20) + "/" + (node.capacity().memoryBytes() >> 20),
                    node.capacity().address());
        }
    }

    private static void printLeases(PrintWriter out, List<LeaseRow> leases) {
        String format = String.format(
                Locale.ROOT,
                "%%-16s  %%-%ds %%-%ds %%-%ds %%5s %%10s %%9s  %%s%%n",
                width(JOB_WIDTH, leases, LeaseRow::jobId),
                width(USER_WIDTH, leases, LeaseRow::user),
                width(NODE_WIDTH, leases, LeaseRow::nodeName));
        out.printf(Locale.ROOT, format, "LEASE", "JOB", "USER", "NODE", "CORES", "MEMORY MIB", "ENDS IN S", "STATE");
        long nowMs = System.currentTimeMillis();
        for (LeaseRow lease : leases) {
            out.printf(
                    Locale.ROOT,
                    format,
                    lease.lease(),
                    lease.jobId(),
                    lease.user(),
                    lease.nodeName(),
                    lease.cores(),
                    lease.memoryBytes() >> 20,
                    (lease.expiresAtMs() - nowMs) / 1000,
                    lease.ending() ? "ending" : "active");
        }
    }

    private static <R> int width(int least, List<R> rows, Function<R, String> name) {
        return rows.stream().mapToInt(row -> name.apply(row).length()).reduce(least, Math::max);
    }

    private static Map<String, Object> toJson(FabricAddress manager, List<NodeTable.Row> nodes, List<LeaseRow> leases) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("manager", manager.toString());
        all.put("nodes", nodes.stream().map(StatusRows::toJson).toList());
        all.put("leases", leases.stream().map(StatusRows::toJson).toList());
        return all;
    }
}
