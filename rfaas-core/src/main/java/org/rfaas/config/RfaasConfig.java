package org.rfaas.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.rfaas.accounting.Prices;
import org.rfaas.client.AllocationOptions;
import org.rfaas.fabric.CompletionWaiter;
import org.rfaas.fabric.FabricAddress;
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
        return inEffect(file, environment, RfaasConfig::read);
    }

    /**
     * The value in effect of each key, as it was written.
     *
     * @param file as for {@link #load}
     * @param environment as for {@link #load}
     * @throws ConfigurationException as {@link #load}
     */
    public static SortedMap<String, String> values(Optional<Path> file, Map<String, String> environment) {
        return inEffect(file, environment, config -> {
            read(config);
            SortedMap<String, String> values = new TreeMap<>();
            config.entrySet()
                    .forEach(entry -> values.put(
                            entry.getKey(), String.valueOf(entry.getValue().unwrapped())));
            return values;
        });
    }

    private static <T> T inEffect(Optional<Path> file, Map<String, String> environment, Function<Config, T> view) {
        Optional<Path> chosen = file.or(() -> Optional.ofNullable(environment.get(FILE_VARIABLE))
                .filter(path -> !path.isBlank())
                .map(Path::of));
        String source = chosen.map(Path::toString).orElse("configuration");
        Config reference = reference();
        Config inEffect = ConfigFactory.empty();
        try {
            Config given = chosen.map(path -> parse(path, reference)).orElseGet(ConfigFactory::empty);
            Config overrides = override(environment, MANAGER_VARIABLE, "manager.address")
                    .withFallback(override(environment, OPERATOR_VARIABLE, "operator.address"))
                    .withFallback(override(environment, WORKERS_VARIABLE, "offload.workers"));
            inEffect = overrides.withFallback(given).withFallback(reference).resolve();
            return view.apply(inEffect);
        } catch (ConfigException e) {
            throw new ConfigurationException(oneLine(String.valueOf(e.getMessage())), e);
        } catch (IllegalArgumentException e) {
            String problem = oneLine(String.valueOf(e.getMessage()));
            throw new ConfigurationException(placeOf(problem, inEffect).orElse(source) + ": " + problem, e);
        }
    }

    /** File and line, or the environment's variable, of the first key that a problem names and that is not a default. */
    private static Optional<String> placeOf(String problem, Config inEffect) {
        return inEffect.entrySet().stream()
                .filter(entry -> problem.matches(".*\\b" + Pattern.quote(entry.getKey()) + "(?![\\w-]).*"))
                .filter(entry -> entry.getValue().origin().resource() == null)
                .min(Comparator.comparingInt(entry -> problem.indexOf(entry.getKey())))
                .map(entry -> place(entry.getValue().origin()));
    }

    private static String place(ConfigOrigin origin) {
        return origin.filename() == null ? origin.description() : origin.filename() + ":" + origin.lineNumber();
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

    static Config reference() {
        return ConfigFactory.parseResources(RfaasConfig.class, "/reference.conf");
    }

    private static Config override(Map<String, String> environment, String variable, String key) {
        String value = environment.getOrDefault(variable, "");
        return value.isBlank() ? ConfigFactory.empty() : ConfigFactory.parseMap(Map.of(key, value), variable);
    }

    private static Config parse(Path file, Config reference) {
        if (!Files.isReadable(file)) {
            throw new ConfigurationException(file + ": cannot be read");
        }
        Config given = ConfigFactory.parseFile(file.toFile());
        requireKnown(file, "", given.root(), reference.root());
        return given;
    }

    private static void requireKnown(Path file, String prefix, ConfigObject given, ConfigObject known) {
        for (Map.Entry<String, ConfigValue> entry : given.entrySet()) {
            String key = prefix + entry.getKey();
            ConfigValue reference = known.get(entry.getKey());
            if (reference == null) {
                throw new ConfigurationException(
                        file + ":" + entry.getValue().origin().lineNumber() + ": unknown key '" + key
                                + "'; known here: " + String.join(", ", new TreeSet<>(known.keySet())));
            }
            if (reference instanceof ConfigObject section) {
                if (!(entry.getValue() instanceof ConfigObject inner)) {
                    throw new ConfigurationException(file + ":"
                            + entry.getValue().origin().lineNumber() + ": '" + key + "' is a section, not a value");
                }
                requireKnown(file, key + ".", inner, section);
            }
        }
    }

    private static RfaasConfig read(Config config) {
        return new RfaasConfig(
                new FabricConfig(
                        config.getString("fabric.provider"),
                        new FabricSettings(
                                new FabricSettings.Tcp(
                                        config.getString("fabric.tcp.bind"),
                                        config.getDuration("fabric.tcp.heartbeat-interval"),
                                        config.getDuration("fabric.tcp.heartbeat-timeout"),
                                        bytes(config, "fabric.tcp.socket-buffer", 0, Integer.MAX_VALUE)),
                                new FabricSettings.Verbs(config.getString("fabric.verbs.address")))),
                new ManagerConfig(
                        config.getString("manager.listen"),
                        nonEmpty(config, "manager.address").map(RfaasConfig::managerAddress),
                        config.getDuration("manager.node-lost-after"),
                        path(config, "manager.state-directory")),
                new LeaseConfig(
                        config.getDuration("lease.default-duration"),
                        config.getDuration("lease.max-duration"),
                        config.getBytes("lease.memory-per-core"),
                        config.getDuration("lease.expiry-margin"),
                        new UserLimits(
                                count(config, "lease.max-cores-per-user", 0, Integer.MAX_VALUE),
                                count(config, "lease.max-waiting-per-user", 0, Integer.MAX_VALUE))),
                path(config, "security.key-file"),
                new NodeConfig(
                        config.getString("executor-manager.node-name"),
                        config.getString("executor-manager.listen"),
                        config.getString("executor-manager.host"),
                        config.getInt("executor-manager.cores"),
                        config.getBytes("executor-manager.memory"),
                        config.getBoolean("executor-manager.pin-workers"),
                        path(config, "executor-manager.usage-directory"),
                        config.getDuration("executor-manager.reconnect-min"),
                        config.getDuration("executor-manager.reconnect-max"),
                        new FunctionConfig(
                                config.getBytes("executor-manager.max-code-size"),
                                path(config, "executor-manager.code-cache"),
                                config.getBytes("executor-manager.code-cache-size"),
                                durationNs(config, "executor-manager.max-deadline"))),
                new ExecutorConfig(
                        hotTimeoutNs(config),
                        durationNs(config, "executor.deadline"),
                        new SlotLayout(
                                count(config, "executor.slots", 1, SlotLayout.MAX_SLOTS),
                                bytes(
                                        config,
                                        "executor.slot-bytes",
                                        SlotLayout.MIN_SLOT_BYTES,
                                        SlotLayout.MAX_SLOT_BYTES)),
                        config.getDuration("executor.start-timeout"),
                        config.getDuration("executor.end-grace")),
                new LaunchConfig(
                        SandboxKind.parse(config.getString("executor.sandbox")),
                        path(config, "executor.podman-root"),
                        path(config, "executor.aot-cache"),
                        config.getInt("executor.pool.size"),
                        config.getBytes("executor.pool.memory"),
                        config.getBytes("executor.pool.min-free-memory")),
                new OffloadConfig(
                        config.getInt("offload.workers"),
                        config.getInt("offload.max-workers"),
                        config.getDouble("offload.min-gain"),
                        config.getDuration("offload.start-wait"),
                        config.getDuration("offload.answer-timeout"),
                        config.getDuration("offload.retry-min"),
                        config.getDuration("offload.retry-max")),
                new AccountingConfig(
                        path(config, "accounting.directory"),
                        config.getString("accounting.ledger"),
                        config.getString("accounting.ledger-user"),
                        path(config, "accounting.ledger-password-file"),
                        config.getDuration("accounting.interval"),
                        new Prices(
                                price(config, "accounting.price.core-hour"),
                                price(config, "accounting.price.execution-hour"),
                                price(config, "accounting.price.hot-polling-hour"),
                                config.getBytes("lease.memory-per-core"))),
                new OperatorConfig(
                        path(config, "operator.token-file"),
                        config.getString("operator.host"),
                        config.getInt("operator.port"),
                        path(config, "operator.key-store"),
                        path(config, "operator.key-store-password-file"),
                        nonEmpty(config, "operator.address").map(RfaasConfig::operatorAddress),
                        path(config, "operator.trusted-certificates")),
                config.getDuration("control.timeout"));
    }

    private static FabricAddress managerAddress(String text) {
        try {
            return FabricAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("manager.address " + e.getMessage(), e);
        }
    }

    private static URI operatorAddress(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("operator.address '" + text + "' is not http://host:port", e);
        }
    }

    private static Optional<Path> path(Config config, String key) {
        try {
            return nonEmpty(config, key).map(Path::of);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(key + " is no path: " + e.getReason(), e);
        }
    }

    private static int count(Config config, String key, int least, int most) {
        return (int) requireIn(config, key, config.getLong(key), least, most);
    }

    private static int bytes(Config config, String key, int least, int most) {
        return (int) requireIn(config, key, config.getBytes(key), least, most);
    }

    private static long requireIn(Config config, String key, long value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    key + " = " + config.getString(key) + " is not in " + least + ".." + most);
        }
        return value;
    }

    private static double price(Config config, String key) {
        double price = config.getDouble(key);
        if (!Prices.isPrice(price)) {
            throw new IllegalArgumentException(key + " = " + config.getString(key) + "; a price is 0 or more");
        }
        return price;
    }

    private static long hotTimeoutNs(Config config) {
        return switch (config.getString("executor.hot-timeout")) {
            case "always" -> Long.MAX_VALUE;
            case "never" -> 0;
            case "adaptive" -> CompletionWaiter.ADAPTIVE;
            default -> {
                Duration timeout = config.getDuration("executor.hot-timeout");
                if (timeout.isNegative()) {
                    throw new IllegalArgumentException("executor.hot-timeout is negative");
                }
                yield timeout.toNanos();
            }
        };
    }

    /** A duration that can be without end. */
    private static long durationNs(Config config, String key) {
        return "never".equals(config.getString(key))
                ? Long.MAX_VALUE
                : config.getDuration(key).toNanos();
    }

    private static Optional<String> nonEmpty(Config config, String key) {
        return Optional.of(config.getString(key)).filter(text -> !text.isBlank());
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s*\\R\\s*", " ");
    }
}
