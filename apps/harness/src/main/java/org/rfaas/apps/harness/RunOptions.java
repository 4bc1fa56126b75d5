package org.rfaas.apps.harness;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.OffloadMode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that all applications have. */
public final class RunOptions {
    /**
     * System property of a rank: whether the standard error of whoever started it is a terminal that can rewrite a line; a
     * rank's own is a pipe.
     */
    private static final String TERMINAL = "rfaas.terminal";

    @Option(
            names = "--offload",
            paramLabel = "off|auto|FRACTION",
            defaultValue = "auto",
            converter = ModeConverter.class,
            description = "how much of each loop leased workers compute (default: ${DEFAULT-VALUE})")
    private OffloadMode mode = new OffloadMode.Auto();

    @Option(names = "--compare", description = "run without, then with offloading, and report both")
    private boolean isCompared;

    @Option(names = "--verify", description = "check against a sequential reference")
    private boolean isVerified;

    @Option(names = "--json", paramLabel = "FILE", description = "write the report there")
    private @Nullable Path json;

    @Option(names = "--progress", negatable = true, description = "show how far the work is (default: on a terminal)")
    private @Nullable Boolean progress;

    /** How much leaves the rank. */
    public OffloadMode mode() {
        return mode;
    }

    /** Whether to run both without and with offloading. */
    public boolean isCompared() {
        return isCompared;
    }

    /** Whether to check against the sequential reference. */
    public boolean isVerified() {
        return isVerified;
    }

    /** What would have no effect is a mistake. */
    void requireSense() throws InputException {
        if (isCompared && mode instanceof OffloadMode.Off) {
            throw new InputException("--compare needs offloading; with --offload off there is nothing to compare");
        }
    }

    Optional<Path> json() {
        return Optional.ofNullable(json);
    }

    boolean isProgressShown() {
        return progress == null ? Boolean.getBoolean(TERMINAL) || isTerminal() : progress;
    }

    @SuppressWarnings("SystemConsoleNull") // it is null without a terminal: Java 25 is back to its own console
    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }

    private static final class ModeConverter implements ITypeConverter<OffloadMode> {
        @Override
        public OffloadMode convert(String value) {
            try {
                return OffloadMode.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
