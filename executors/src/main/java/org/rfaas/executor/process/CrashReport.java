package org.rfaas.executor.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM prints when it dies: of a signal {@code #  SIGSEGV (0xb) at pc=…}, of itself {@code #  Internal Error
 * (thread.cpp:12), pid=…}, and under "Problematic frame" {@code # C  [library+0x112d]  function+0x14}. Not thread-safe.
 */
final class CrashReport {
    private static final Pattern BEGIN = Pattern.compile(
            "(# )?(A fatal error has been detected by|There is insufficient memory for) the Java Runtime Environment.*");
    private static final Pattern SIGNAL = Pattern.compile("#\\s+(SIG[A-Z]+) \\(0x([0-9a-f]+)\\) at pc=.*");
    private static final Pattern FAULT = Pattern.compile("#\\s+((?:Internal|Out of Memory) Error \\([^)]*\\)), pid=.*");
    private static final Pattern FRAME = Pattern.compile("# [CV]\\s+\\[([^\\]]*)\\]\\s*(\\S*).*");

    /** A report has some lines to its frame, and then advice. */
    private static final int KEPT_LINES = 16;

    private final List<String> said = new ArrayList<>();
    private boolean hasBegun;
    private @Nullable String death;
    private @Nullable String frame;

    /**
     * Looks at a line of output. Functions may print lines that begin with # as well, so those before the report's first
     * words are none of it.
     *
     * @return whether it belongs to a crash report
     */
    boolean read(String line) {
        Matcher signal = SIGNAL.matcher(line);
        Matcher fault = FAULT.matcher(line);
        hasBegun |= BEGIN.matcher(line).matches() || signal.matches() || fault.matches();
        if (!hasBegun) {
            return line.equals("#"); // with which a report begins
        }
        if (!line.startsWith("#")) {
            return death != null && line.contains("[warning]"); // of the JVM, in the middle of its report
        }
        keep(line.substring(1).strip());
        if (death == null && signal.matches()) {
            death = "killed by signal " + Integer.parseInt(signal.group(2), 16) + " (" + signal.group(1) + ")";
        }
        if (death == null && fault.matches()) {
            death = "its JVM gave up: " + fault.group(1);
        }
        Matcher place = FRAME.matcher(line);
        if (frame == null && place.matches()) {
            frame = place.group(2).isEmpty() ? place.group(1) : place.group(2);
        }
        return true;
    }

    private void keep(String words) {
        if (frame == null && !words.isEmpty() && said.size() < KEPT_LINES) {
            said.add(words);
        }
    }

    /** What was read of it up to the frame, for a log, in one line; empty when there was no crash. */
    Optional<String> text() {
        return death == null ? Optional.empty() : Optional.of(String.join(" | ", said));
    }

    /** The crash in a phrase; empty when there was none. */
    Optional<String> cause() {
        return Optional.ofNullable(death).map(text -> frame == null ? text : text + " in " + frame);
    }
}
