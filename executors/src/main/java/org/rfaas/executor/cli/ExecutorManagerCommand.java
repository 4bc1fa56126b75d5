package org.rfaas.executor.cli;

import java.io.PrintWriter;
import org.rfaas.cli.CliCommand;
import org.rfaas.cli.ConfigOption;
import org.rfaas.cli.KeyFile;
import org.rfaas.cli.Service;
import org.rfaas.cli.Version;
import org.rfaas.config.RfaasConfig;
import org.rfaas.executor.manager.ExecutorManager;
import org.rfaas.executor.usage.UsageStore;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.ClusterKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rfaas executor-manager}. */
@Command(
        name = "executor-manager",
        description = "Offer this node's cores to the resource manager until told to end.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class ExecutorManagerCommand implements CliCommand {
    @Mixin
    private ConfigOption configuration = new ConfigOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        RfaasConfig config = configuration.load();
        FabricAddress resourceManager = config.manager().requireAddress();
        ClusterKey key = KeyFile.read(config);
        try (Service service = Service.begin()) {
            Fabric fabric = service.add(
                    Fabrics.open(resourceManager.provider(), config.fabric().settings()));
            NodeReach.require(resourceManager, fabric, config.node());
            UsageStore usages =
                    service.add(NodeStarter.usageStore(NodeStarter.usageDirectory(config, resourceManager)));
            ExecutorManager manager = NodeStarter.start(
                    service,
                    fabric,
                    resourceManager,
                    key,
                    config,
                    config.node().cores(),
                    config.node().memoryBytes(),
                    usages);
            PrintWriter out = spec.commandLine().getOut();
            out.println("executor manager serves at " + manager.address());
            out.flush();
            return service.runUntilStopped();
        }
    }
}
