package org.rfaas.executor.cli;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rfaas.cli.CliCommand;
import org.rfaas.cli.CliException;
import org.rfaas.cli.ConfigOption;
import org.rfaas.cli.ReplaceableFile;
import org.rfaas.cli.RunDirectory;
import org.rfaas.cli.Service;
import org.rfaas.cli.Version;
import org.rfaas.config.FabricChoice;
import org.rfaas.config.RfaasConfig;
import org.rfaas.executor.manager.ExecutorManager;
import org.rfaas.executor.usage.UsageStore;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.ClusterKey;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.manager.ManagerSetup;
import org.rfaas.manager.ResourceManager;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rfaas local}. */
@Command(
        name = "local",
        description = "Run a resource manager and an executor manager for this host, with a key of their own.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class LocalCommand implements CliCommand {
    @Mixin
    private ConfigOption configuration = new ConfigOption();

    @Option(names = "--cores", paramLabel = "N", description = "Cores to lease; default: all but one, at least one.")
    private int cores;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "Memory to lease, for example 4GiB; default: three quarters of what there is.")
    private @Nullable String memory;

    @Option(
            names = "--address-file",
            paramLabel = "FILE",
            converter = ReplaceableFile.class,
            description = "Have the resource manager's address in this file while everything serves.")
    private @Nullable Path addressFile;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (cores < 0 || cores > LeaseRequest.MAX_CORES) {
            throw CliException.misused("--cores " + cores + " is not in 0.." + LeaseRequest.MAX_CORES);
        }
        RfaasConfig config = configuration.load();
        long memoryBytes = memory == null ? 0 : parseMemory(memory);
        try (Service service = Service.begin()) {
            serve(config, memoryBytes, service);
            return service.runUntilStopped();
        }
    }

    private void serve(RfaasConfig config, long memoryBytes, Service service) throws InterruptedException {
        RunDirectory directory = service.add(RunDirectory.create());
        ClusterKey key = createKey(directory.file("cluster.key"));
        Fabric fabric = service.add(FabricChoice.open(config.fabric()));
        ResourceManager manager = service.add(ResourceManager.start(
                fabric,
                config.manager().listen(),
                new ManagerSetup(
                        key,
                        config.leaseTerms(),
                        InstantSource.system(),
                        config.controlTimeout(),
                        () -> Optional.of(service.add(config.accounting()
                                .start(directory.file("accounting"), fabric, InstantSource.system()))),
                        Optional.empty())));
        int offered = cores == 0 ? Math.max(1, Machine.cores() - 1) : cores;
        UsageStore usages = service.add(
                NodeStarter.usageStore(config.node().usageDirectory().orElseGet(() -> directory.file("usage"))));
        ExecutorManager node =
                NodeStarter.start(service, fabric, manager.address(), key, config, offered, memoryBytes, usages);
        if (!node.awaitRegistered(config.controlTimeout())) {
            throw CliException.failed("the executor manager did not register; its log is above", null);
        }
        announce(manager.address(), service);
    }

    private void announce(FabricAddress address, Service service) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("export " + RfaasConfig.MANAGER_VARIABLE + "=" + address);
        out.flush();
        if (addressFile != null) {
            service.add(new AddressFile(addressFile, address)).write();
        }
    }

    private static ClusterKey createKey(Path file) {
        try {
            return ClusterKey.create(file);
        } catch (IOException e) {
            throw CliException.ofFile("no key can be made", e);
        }
    }

    private static long parseMemory(String text) {
        try {
            return ConfigFactory.parseMap(Map.of("memory", text)).getBytes("memory");
        } catch (ConfigException e) {
            throw CliException.misused("--memory '" + text + "' is no size; write for example 4GiB");
        }
    }
}
