package org.rfaas.text;

import java.util.regex.Pattern;

/**
 * What others have written, without what is not seen: control and format characters, such as those that turn the direction
 * of writing, separators of lines and paragraphs, and halves of characters. By them it could write lines of others into a
 * log, or move its reader's cursor. Any thread.
 */
public final class Printable {
    private static final String UNSEEN = "\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}";
    private static final Pattern NOT_IN_A_LINE = Pattern.compile("[" + UNSEEN + "]");
    private static final Pattern NOT_IN_LINES = Pattern.compile("[" + UNSEEN + "&&[^\\n\\t]]");

    private Printable() {}

    /** One line, with this in the place of each character that is not seen. */
    public static String line(String text, String replacement) {
        return NOT_IN_A_LINE.matcher(text).replaceAll(replacement);
    }

    /** As {@link #line}, of at most so many characters and, where there were more, an ellipsis. */
    public static String excerpt(String text, int mostCharacters, String replacement) {
        boolean isWhole = text.length() <= mostCharacters;
        return line(isWhole ? text : text.substring(0, mostCharacters) + "…", replacement);
    }

    /** Any number of lines, tabs in them, with this in the place of each other character that is not seen. */
    public static String lines(String text, String replacement) {
        return NOT_IN_LINES.matcher(text).replaceAll(replacement);
    }
}
