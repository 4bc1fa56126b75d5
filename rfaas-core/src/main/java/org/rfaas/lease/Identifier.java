package org.rfaas.lease;

import java.util.regex.Pattern;
import org.rfaas.text.Printable;

/** Names that travel in certificates, log lines and tables: plain, short, and safe to print. */
public final class Identifier {
    public static final int MAX_LENGTH = 64;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0," + (MAX_LENGTH - 1) + "}");

    private Identifier() {}

    /**
     * Checks a name.
     *
     * @param what what it names, for the message
     * @throws IllegalArgumentException when it is not 1 to {@value #MAX_LENGTH} letters, digits, dots, dashes, underscores
     *     and colons, beginning with a letter or digit
     */
    public static String require(String what, String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(what + " '" + Printable.excerpt(text, MAX_LENGTH, "?") + "' is not 1 to "
                    + MAX_LENGTH + " letters, digits, '.', '-', '_' or ':', beginning with a letter or digit");
        }
        return text;
    }
}
