package org.rfaas.bench.cli;

import java.time.Duration;
import org.rfaas.text.Decimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time to measure for, of at least a nanosecond and at most a day. */
final class Seconds implements ITypeConverter<Duration> {
    private static final double MOST = Duration.ofDays(1).toSeconds();

    @Override
    public Duration convert(String value) {
        double seconds = number(value);
        if (!(seconds >= 1e-9 && seconds <= MOST)) {
            throw new TypeConversionException("'" + value + "' is not a number of seconds above 0, up to a day");
        }
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private static double number(String value) {
        try {
            return Decimal.parse(value);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
