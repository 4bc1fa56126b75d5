package org.rfaas.cli;

import java.io.PrintWriter;
import java.time.InstantSource;
import org.rfaas.config.FabricChoice;
import org.rfaas.config.RfaasConfig;
import org.rfaas.fabric.Fabric;
import org.rfaas.lease.ClusterKey;
import org.rfaas.manager.LeaseTerms;
import org.rfaas.manager.ResourceManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rfaas manager}. */
@Command(
        name = "manager",
        description = "Run the resource manager until it is told to end.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class ManagerCommand implements CliCommand {
    @Mixin
    private ConfigOption configuration = new ConfigOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        RfaasConfig config = configuration.load();
        ClusterKey key = KeyFile.read(config);
        try (Service service = Service.begin()) {
            Fabric fabric = service.add(FabricChoice.open(config.fabric()));
            ResourceManager manager = service.add(ResourceManager.start(
                    fabric,
                    config.manager().listen(),
                    key,
                    new LeaseTerms(config.lease().maxDuration(), config.lease().expiryMargin()),
                    InstantSource.system(),
                    config.controlTimeout()));
            PrintWriter out = spec.commandLine().getOut();
            out.println("export " + RfaasConfig.MANAGER_VARIABLE + "=" + manager.address());
            out.flush();
            return service.runUntilStopped();
        }
    }
}
