package org.rfaas.control;

import org.rfaas.text.Printable;

/** Free text for people, bounded and safe to print. */
final class ShortText {
    /** In characters; three bytes each at most. */
    static final int MAX_LENGTH = 1000;

    static final int MAX_BYTES = 3 * MAX_LENGTH;

    private ShortText() {}

    static String of(String text) {
        String printable = Printable.lines(text, "?");
        return printable.length() <= MAX_LENGTH ? printable : printable.substring(0, MAX_LENGTH - 1) + "…";
    }
}
