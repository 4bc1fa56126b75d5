package org.rfaas.control;

/** Free text for people, bounded and safe to print. */
final class ShortText {
    /** In characters; three bytes each at most. */
    static final int MAX_LENGTH = 1000;

    static final int MAX_BYTES = 3 * MAX_LENGTH;

    private ShortText() {}

    static String of(String text) {
        String printable = text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "?").replaceAll("\\p{Cs}", "?");
        return printable.length() <= MAX_LENGTH ? printable : printable.substring(0, MAX_LENGTH - 1) + "…";
    }
}
