package org.rfaas.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.rfaas.accounting.Accounting;
import org.rfaas.config.ConfigurationException;
import org.rfaas.config.FabricChoice;
import org.rfaas.config.OperatorConfig;
import org.rfaas.config.RfaasConfig;
import org.rfaas.fabric.Fabric;
import org.rfaas.lease.ClusterKey;
import org.rfaas.manager.ManagerSetup;
import org.rfaas.manager.ResourceManager;
import org.rfaas.operator.BearerToken;
import org.rfaas.operator.OperatorOptions;
import org.rfaas.operator.OperatorServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    private static final Logger LOG = LoggerFactory.getLogger(ManagerCommand.class);

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
            ResourceManager manager = service.add(startManager(config, key, fabric, service));
            startOperators(config, manager, service);
            PrintWriter out = spec.commandLine().getOut();
            out.println("export " + RfaasConfig.MANAGER_VARIABLE + "=" + manager.address());
            out.flush();
            return service.runUntilStopped();
        }
    }

    private static ResourceManager startManager(RfaasConfig config, ClusterKey key, Fabric fabric, Service service) {
        Optional<Path> state =
                config.manager().stateDirectory().or(() -> StateDirectory.ofManager(config, System.getenv()));
        if (state.isEmpty() && !config.manager().listen().isEmpty()) {
            LOG.warn("leases and drained nodes are forgotten when this process ends, for this user has no home folder:"
                    + " set manager.state-directory to keep them");
        }
        ManagerSetup setup = new ManagerSetup(
                key,
                config.leaseTerms(),
                InstantSource.system(),
                config.controlTimeout(),
                () -> Optional.of(service.add(startAccounting(config, fabric, service))),
                state);
        try {
            return ResourceManager.start(fabric, config.manager().listen(), setup);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Accounting startAccounting(RfaasConfig config, Fabric fabric, Service service) {
        return config.accounting().start(accountsDirectory(config, service), fabric, InstantSource.system());
    }

    private static Path accountsDirectory(RfaasConfig config, Service service) {
        Optional<Path> lasting =
                config.accounting().directory().or(() -> StateDirectory.ofManager(config, System.getenv()));
        if (lasting.isEmpty()) {
            LOG.warn("accounts end with this process: set accounting.directory to keep them");
        }
        return lasting.orElseGet(() -> service.add(RunDirectory.create()).file("accounting"));
    }

    private static void startOperators(RfaasConfig config, ResourceManager manager, Service service) {
        if (config.operator().tokenFile().isEmpty()) {
            LOG.info("no operators are served; operator.token-file is not set");
            return;
        }
        try {
            service.add(OperatorServer.start(manager, manager.accounts(), options(config.operator())));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }

    private static OperatorOptions options(OperatorConfig config) {
        return new OperatorOptions(
                config.host(),
                config.port(),
                BearerToken.read(config.requireTokenFile()),
                config.keyStore()
                        .flatMap(store -> config.keyStorePasswordFile()
                                .map(password -> new OperatorOptions.Tls(store, password))));
    }
}
