package org.rfaas.apps.harness;

import org.rfaas.text.Decimal;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads decimal numbers, and none in other spellings of Java. */
final class DecimalConverter implements ITypeConverter<Double> {
    /** Has the options of a command that are such numbers read so. */
    static void register(CommandLine line) {
        line.registerConverter(double.class, new DecimalConverter());
    }

    @Override
    public Double convert(String value) {
        try {
            return Decimal.parse(value);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + value + "' is not a number");
        }
    }
}
