package org.rfaas.rig;

/**
 * A test that ran in the guest.
 *
 * @param name class, method and parameters
 * @param message why it failed or was skipped
 */
record GuestTest(Outcome outcome, long milliseconds, String name, String message) {
    private static final String SEPARATOR = "\t";
    private static final int LONGEST_MESSAGE = 2000;

    enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }

    boolean failed() {
        return outcome == Outcome.FAILED;
    }

    String toLine() {
        return String.join(SEPARATOR, outcome.name(), Long.toString(milliseconds), plain(name), plain(message));
    }

    private static String plain(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) : line;
    }

    static GuestTest parse(String line) {
        String[] fields = line.split(SEPARATOR, -1);
        return new GuestTest(Outcome.valueOf(fields[0]), Long.parseLong(fields[1]), fields[2], fields[3]);
    }
}
