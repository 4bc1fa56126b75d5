package org.rfaas.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.rfaas.accounting.Prices;
import org.rfaas.fabric.CompletionWaiter;
import org.rfaas.fabric.FabricAddress;

/**
 * The values of a configuration by their keys. Those that are not what their key is for give an {@link
 * IllegalArgumentException} that names the key.
 */
final class ConfigValues {
    private static final Pattern NUMBER = Pattern.compile("\\s*[-+]?[0-9.]+\\s*");

    private final Config config;

    ConfigValues(Config config) {
        this.config = config;
    }

    String string(String key) {
        return read(key, config::getString, "is no text");
    }

    boolean flag(String key) {
        return read(key, config::getBoolean, "is neither true nor false");
    }

    int integer(String key) {
        return read(key, config::getInt, "is no whole number");
    }

    double number(String key) {
        return read(key, config::getDouble, "is no number");
    }

    Duration duration(String key) {
        if (NUMBER.matcher(written(key)).matches()
                && config.getDouble(key) != 0) { // the library takes it for milliseconds
            throw new IllegalArgumentException(key + " = " + written(key) + " has no unit; write for example 5 s");
        }
        return read(key, config::getDuration, "is no duration; write for example 5 s");
    }

    /** A size, bytes. */
    long bytes(String key) {
        return read(key, config::getBytes, "is no size; write for example 4 MiB");
    }

    Optional<FabricAddress> managerAddress() {
        try {
            return nonEmpty("manager.address").map(FabricAddress::parse);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("manager.address " + e.getMessage(), e);
        }
    }

    Optional<URI> operatorAddress() {
        try {
            return nonEmpty("operator.address").map(URI::create);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "operator.address '" + string("operator.address") + "' is not http://host:port", e);
        }
    }

    /** Empty when nothing is written there. */
    Optional<Path> path(String key) {
        try {
            return nonEmpty(key).map(Path::of);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(key + " is no path: " + e.getReason(), e);
        }
    }

    /** A number in {@code least..most}. */
    int count(String key, int least, int most) {
        return (int) requireIn(key, read(key, config::getLong, "is no whole number"), least, most);
    }

    /** A size in {@code least..most}, bytes. */
    int size(String key, int least, int most) {
        return (int) requireIn(key, bytes(key), least, most);
    }

    private long requireIn(String key, long value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " = " + string(key) + " is not in " + least + ".." + most);
        }
        return value;
    }

    double price(String key) {
        double price = number(key);
        if (!Prices.isPrice(price)) {
            throw new IllegalArgumentException(key + " = " + string(key) + "; a price is 0 or more");
        }
        return price;
    }

    /** As {@link ExecutorConfig#hotTimeoutNs}. */
    long hotTimeoutNs() {
        return switch (string("executor.hot-timeout")) {
            case "always" -> Long.MAX_VALUE;
            case "never" -> 0;
            case "adaptive" -> CompletionWaiter.ADAPTIVE;
            default -> {
                Duration timeout = duration("executor.hot-timeout");
                if (timeout.isNegative()) {
                    throw new IllegalArgumentException("executor.hot-timeout is negative");
                }
                yield timeout.toNanos();
            }
        };
    }

    /** A duration that can be without end, {@link Long#MAX_VALUE}. */
    long durationNs(String key) {
        return "never".equals(string(key)) ? Long.MAX_VALUE : duration(key).toNanos();
    }

    private <T> T read(String key, Function<String, T> getter, String problem) {
        try {
            return getter.apply(key);
        } catch (ConfigException.WrongType | ConfigException.BadValue e) {
            throw new IllegalArgumentException(key + " = " + written(key) + " " + problem, e);
        }
    }

    private String written(String key) {
        return String.valueOf(config.getValue(key).unwrapped());
    }

    private Optional<String> nonEmpty(String key) {
        return Optional.of(string(key)).filter(text -> !text.isBlank());
    }
}
