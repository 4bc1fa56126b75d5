package org.rfaas.cli;

/** What an exception says, for the one line that a command ends with. Any thread. */
public final class OneLine {
    /** How picocli begins what it says of groups of options; commands begin with their names. */
    private static final String PREFIX = "Error: ";

    private OneLine() {}

    /** Its message, or its name if it has none. */
    public static String of(Exception problem) {
        String message = problem.getMessage();
        String text = message == null ? problem.toString() : message.replaceAll("\\s*\\R\\s*", " ");
        return text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    }
}
