package org.rfaas.executor.manager;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM prints when it dies of a signal in code that is not Java: the line {@code #  SIGSEGV (0xb) at pc=…}, and under
 * "Problematic frame" {@code # C  [library+0x112d]  function+0x14}. Not thread-safe.
 */
final class CrashReport {
    private static final Pattern SIGNAL = Pattern.compile("#\\s+(SIG[A-Z]+) \\(0x([0-9a-f]+)\\) at pc=.*");
    private static final Pattern FRAME = Pattern.compile("# [CV]\\s+\\[([^\\]]*)\\]\\s*(\\S*).*");

    private @Nullable String signal;
    private @Nullable String frame;

    /**
     * Looks at a line of output.
     *
     * @return whether it belongs to a crash report
     */
    boolean read(String line) {
        if (!line.startsWith("#")) {
            return signal != null && line.contains("[warning]"); // of the JVM, in the middle of its report
        }
        Matcher death = SIGNAL.matcher(line);
        if (signal == null && death.matches()) {
            signal = "killed by signal " + Integer.parseInt(death.group(2), 16) + " (" + death.group(1) + ")";
        }
        Matcher place = FRAME.matcher(line);
        if (frame == null && place.matches()) {
            frame = place.group(2).isEmpty() ? place.group(1) : place.group(2);
        }
        return true;
    }

    /** The crash in a phrase; empty when there was none. */
    Optional<String> cause() {
        return Optional.ofNullable(signal).map(text -> frame == null ? text : text + " in " + frame);
    }
}
