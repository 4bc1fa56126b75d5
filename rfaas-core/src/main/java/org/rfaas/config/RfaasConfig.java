package org.rfaas.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.rfaas.accounting.Prices;
import org.rfaas.client.AllocationOptions;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.lease.UserLimits;
import org.rfaas.manager.LeaseTerms;
import org.rfaas.wire.SlotLayout;

/**
 * The whole configuration. The defaults are in {@code reference.conf}; {@code docs/configuration.md} explains each key.
 *
 * @param fabric {@code fabric.*}
 * @param keyFile {@code security.key-file}, if set
 * @param controlTimeout {@code control.timeout}
 */
public record RfaasConfig(
        FabricConfig fabric,
        ManagerConfig manager,
        LeaseConfig lease,
        Optional<Path> keyFile,
        NodeConfig node,
        ExecutorConfig executor,
        LaunchConfig launch,
        OffloadConfig offload,
        AccountingConfig accounting,
        OperatorConfig operator,
        Duration controlTimeout) {
    /** Environment variable with the file to read. */
    public static final String FILE_VARIABLE = "RFAAS_CONFIG";

    /** Environment variable that overrides {@code manager.address}. */
    public static final String MANAGER_VARIABLE = "RFAAS_MANAGER";

    /** Environment variable that overrides {@code operator.address}. */
    public static final String OPERATOR_VARIABLE = "RFAAS_OPERATOR";

    /** Environment variable that overrides {@code offload.workers}. */
    public static final String WORKERS_VARIABLE = "RFAAS_WORKERS";

    public RfaasConfig {
        if (!controlTimeout.isPositive()) {
            throw new IllegalArgumentException("control.timeout is not positive");
        }
    }

    /** The configuration of a program without a command line: file and overrides from the environment. */
    public static RfaasConfig fromEnvironment() {
        return load(Optional.empty(), System.getenv());
    }

    /**
     * Reads the configuration.
     *
     * @param file to read, or empty for the one that {@value #FILE_VARIABLE} names, if any
     * @param environment as from {@link System#getenv()}
     * @throws ConfigurationException when the file cannot be read, or has an unknown key or a bad value
     */
    public static RfaasConfig load(Optional<Path> file, Map<String, String> environment) {
        return ConfigSource.inEffect(file, environment, config -> read(new ConfigValues(config)));
    }

    /**
     * The value in effect of each key, as it was written.
     *
     * @param file as for {@link #load}
     * @param environment as for {@link #load}
     * @throws ConfigurationException as {@link #load}
     */
    public static SortedMap<String, String> values(Optional<Path> file, Map<String, String> environment) {
        return ConfigSource.inEffect(file, environment, config -> {
            read(new ConfigValues(config));
            SortedMap<String, String> values = new TreeMap<>();
            config.entrySet()
                    .forEach(entry -> values.put(
                            entry.getKey(), String.valueOf(entry.getValue().unwrapped())));
            return values;
        });
    }

    /** How executors shall be that this side allocates. */
    public AllocationOptions allocation() {
        return new AllocationOptions(
                executor.layout(),
                executor.hotTimeoutNs(),
                executor.deadlineNs(),
                FabricChoice.offers(fabric),
                executor.startTimeout().plus(controlTimeout),
                controlTimeout);
    }

    /** What the resource manager grants. */
    public LeaseTerms leaseTerms() {
        return new LeaseTerms(lease.maxDuration(), lease.expiryMargin(), manager.nodeLostAfter(), lease.users());
    }

    private static RfaasConfig read(ConfigValues values) {
        return new RfaasConfig(
                new FabricConfig(
                        values.string("fabric.provider"),
                        new FabricSettings(
                                new FabricSettings.Tcp(
                                        values.string("fabric.tcp.bind"),
                                        values.duration("fabric.tcp.heartbeat-interval"),
                                        values.duration("fabric.tcp.heartbeat-timeout"),
                                        values.size("fabric.tcp.socket-buffer", 0, Integer.MAX_VALUE)),
                                new FabricSettings.Verbs(values.string("fabric.verbs.address")))),
                new ManagerConfig(
                        values.string("manager.listen"),
                        values.managerAddress(),
                        values.duration("manager.node-lost-after"),
                        values.path("manager.state-directory")),
                new LeaseConfig(
                        values.duration("lease.default-duration"),
                        values.duration("lease.max-duration"),
                        values.bytes("lease.memory-per-core"),
                        values.duration("lease.expiry-margin"),
                        new UserLimits(
                                values.count("lease.max-cores-per-user", 0, Integer.MAX_VALUE),
                                values.count("lease.max-waiting-per-user", 0, Integer.MAX_VALUE))),
                values.path("security.key-file"),
                new NodeConfig(
                        values.string("executor-manager.node-name"),
                        values.string("executor-manager.listen"),
                        values.string("executor-manager.host"),
                        values.integer("executor-manager.cores"),
                        values.bytes("executor-manager.memory"),
                        values.flag("executor-manager.pin-workers"),
                        values.path("executor-manager.usage-directory"),
                        values.duration("executor-manager.reconnect-min"),
                        values.duration("executor-manager.reconnect-max"),
                        new FunctionConfig(
                                values.bytes("executor-manager.max-code-size"),
                                values.path("executor-manager.code-cache"),
                                values.bytes("executor-manager.code-cache-size"),
                                values.durationNs("executor-manager.max-deadline"))),
                new ExecutorConfig(
                        values.hotTimeoutNs(),
                        values.durationNs("executor.deadline"),
                        new SlotLayout(
                                values.count("executor.slots", 1, SlotLayout.MAX_SLOTS),
                                values.size(
                                        "executor.slot-bytes", SlotLayout.MIN_SLOT_BYTES, SlotLayout.MAX_SLOT_BYTES)),
                        values.duration("executor.start-timeout"),
                        values.duration("executor.end-grace")),
                new LaunchConfig(
                        SandboxKind.parse(values.string("executor.sandbox")),
                        values.path("executor.podman-root"),
                        values.path("executor.aot-cache"),
                        values.integer("executor.pool.size"),
                        values.bytes("executor.pool.memory"),
                        values.bytes("executor.pool.min-free-memory")),
                new OffloadConfig(
                        values.integer("offload.workers"),
                        values.integer("offload.max-workers"),
                        values.number("offload.min-gain"),
                        values.duration("offload.start-wait"),
                        values.duration("offload.answer-timeout"),
                        values.duration("offload.retry-min"),
                        values.duration("offload.retry-max")),
                new AccountingConfig(
                        values.path("accounting.directory"),
                        values.string("accounting.ledger"),
                        values.string("accounting.ledger-user"),
                        values.path("accounting.ledger-password-file"),
                        values.duration("accounting.interval"),
                        new Prices(
                                values.price("accounting.price.core-hour"),
                                values.price("accounting.price.execution-hour"),
                                values.price("accounting.price.hot-polling-hour"),
                                values.bytes("lease.memory-per-core"))),
                new OperatorConfig(
                        values.path("operator.token-file"),
                        values.string("operator.host"),
                        values.integer("operator.port"),
                        values.path("operator.key-store"),
                        values.path("operator.key-store-password-file"),
                        values.operatorAddress(),
                        values.path("operator.trusted-certificates")),
                values.duration("control.timeout"));
    }
}
