package org.rfaas.text;

/**
 * Decimal numbers as every program writes them, with an exponent or without; Java would also take {@code 0x1p3}, and {@code 1d},
 * which to many is a day. Any thread.
 */
public final class Decimal {
    private Decimal() {}

    /**
     * Reads one.
     *
     * @throws NumberFormatException when it is none
     */
    public static double parse(String text) {
        String word = text.strip();
        char last = word.isEmpty() ? ' ' : word.charAt(word.length() - 1);
        boolean isOfJavaAlone = word.indexOf('x') >= 0 || word.indexOf('X') >= 0 || "dDfF".indexOf(last) >= 0;
        if (isOfJavaAlone) {
            throw new NumberFormatException(text);
        }
        return Double.parseDouble(word);
    }
}
