package org.rfaas.apps.harness;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads one of a few words, in capitals or not. What it refuses it answers with the words as the help has them.
 *
 * @param <T> an enum
 */
final class WordConverter<T> implements ITypeConverter<T> {
    private final T[] values;

    private WordConverter(T[] values) {
        this.values = values;
    }

    /** Has the options of a command that are enums read so. */
    static void register(CommandLine line) {
        for (OptionSpec option : line.getCommandSpec().options()) {
            if (option.type().isEnum()) {
                register(line, option.type());
            }
        }
    }

    private static <T> void register(CommandLine line, Class<T> type) {
        line.registerConverter(type, new WordConverter<>(type.getEnumConstants()));
    }

    @Override
    public T convert(String value) {
        return Arrays.stream(values)
                .filter(each -> word(each).equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + value + "' is none of " + words()));
    }

    private String words() {
        return Arrays.stream(values).map(WordConverter::word).collect(Collectors.joining(", "));
    }

    private static String word(Object value) {
        return value.toString().toLowerCase(Locale.ROOT);
    }
}
