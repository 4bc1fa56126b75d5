package org.rfaas.operator.cli;

import org.rfaas.cli.CliException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --grace}, for commands to mix in. */
final class GraceOption {
    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            defaultValue = "0",
            converter = Seconds.class,
            description = "How long what runs may go on; default: 0.")
    private long seconds;

    private static final class Seconds implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            try {
                return Long.valueOf(value);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + value + "' is no number of seconds");
            }
        }
    }

    long seconds() {
        if (seconds < 0) {
            throw CliException.misused("--grace must not be negative");
        }
        return seconds;
    }
}
