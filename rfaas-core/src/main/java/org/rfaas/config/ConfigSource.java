package org.rfaas.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.rfaas.file.FileProblem;

/** Where values come from: the environment, before a file, before the defaults. What is wrong is said with its place. */
final class ConfigSource {
    private ConfigSource() {}

    /** The defaults, and all keys there are. */
    static Config reference() {
        return ConfigFactory.parseResources(ConfigSource.class, "/reference.conf");
    }

    /**
     * Looks at what is in effect.
     *
     * @param file as for {@link RfaasConfig#load}
     * @param environment as for {@link RfaasConfig#load}
     * @param view of all values; throws {@link IllegalArgumentException} with the key's name where one is wrong
     * @throws ConfigurationException when the file cannot be read, or has an unknown key or a bad value
     */
    static <T> T inEffect(Optional<Path> file, Map<String, String> environment, Function<Config, T> view) {
        Optional<Path> chosen = file.or(() -> Optional.ofNullable(environment.get(RfaasConfig.FILE_VARIABLE))
                .filter(path -> !path.isBlank())
                .map(Path::of));
        String source = chosen.map(Path::toString).orElse("configuration");
        Config reference = reference();
        Config inEffect = ConfigFactory.empty();
        try {
            Config given = chosen.map(path -> parse(path, reference)).orElseGet(ConfigFactory::empty);
            Config overrides = override(environment, RfaasConfig.MANAGER_VARIABLE, "manager.address")
                    .withFallback(override(environment, RfaasConfig.OPERATOR_VARIABLE, "operator.address"))
                    .withFallback(override(environment, RfaasConfig.WORKERS_VARIABLE, "offload.workers"));
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
        return reference().entrySet().stream()
                .map(Map.Entry::getKey)
                .filter(key -> problem.matches(".*\\b" + Pattern.quote(key) + "(?![\\w-]).*"))
                .filter(inEffect::hasPath)
                .filter(key -> inEffect.getValue(key).origin().resource() == null)
                .min(Comparator.comparingInt(problem::indexOf))
                .map(key -> place(inEffect.getValue(key).origin()));
    }

    private static String place(ConfigOrigin origin) {
        return origin.filename() == null ? origin.description() : origin.filename() + ":" + origin.lineNumber();
    }

    private static Config override(Map<String, String> environment, String variable, String key) {
        String value = environment.getOrDefault(variable, "");
        return value.isBlank() ? ConfigFactory.empty() : ConfigFactory.parseMap(Map.of(key, value), variable);
    }

    private static Config parse(Path file, Config reference) {
        requireReadable(file);
        Config given = ConfigFactory.parseFile(file.toFile());
        requireKnown(file, "", given.root(), reference.root());
        return given;
    }

    private static void requireReadable(Path file) {
        if (Files.isDirectory(file)) {
            throw new ConfigurationException(file + " is a folder; name a file");
        }
        try {
            file.getFileSystem().provider().checkAccess(file, AccessMode.READ);
        } catch (IOException e) {
            throw new ConfigurationException(file + " cannot be read: " + FileProblem.reason(e), e);
        }
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

    private static String oneLine(String message) {
        return message.replaceAll("\\s*\\R\\s*", " ");
    }
}
