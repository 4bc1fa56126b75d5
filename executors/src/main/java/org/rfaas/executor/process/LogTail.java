package org.rfaas.executor.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import org.rfaas.text.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes an executor's standard error on to the log, up to a limit, and keeps its last lines for error messages. */
final class LogTail {
    private static final Logger LOG = LoggerFactory.getLogger("org.rfaas.executor.output");
    private static final int KEPT_LINES = 8;
    private static final int KEPT_LINE_LENGTH = 200;

    /** What is longer is several: nobody knows whether a function will ever end its line. */
    private static final int LONGEST_LINE = 8192;

    /** So much of what an executor prints is in the log: a function that prints without end would fill the disk. */
    static final long LOGGED_CHARS = 1 << 20;

    private final Deque<String> last = new ArrayDeque<>();
    private final CrashReport crash = new CrashReport();
    private long passedChars;

    /** Reads to the end; blocks the calling thread, which should be a platform thread. */
    void follow(Supplier<String> name, InputStream stream) {
        try (Reader text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int next = text.read(); next >= 0; next = text.read()) {
                boolean isEnd = next == '\n' || next == '\r';
                if (!isEnd) {
                    line.append((char) next);
                }
                if (isEnd || line.length() == LONGEST_LINE) {
                    keep(name.get(), line.toString());
                    line.setLength(0);
                }
            }
            if (!line.isEmpty()) {
                keep(name.get(), line.toString());
            }
        } catch (IOException e) {
            LOG.debug("{}: its output cannot be read any more", name.get(), e);
        }
    }

    /** In one line, with blanks for what is not seen. */
    static String printable(String text) {
        return Printable.line(text, " ");
    }

    private synchronized void keep(String name, String raw) {
        String line = printable(raw);
        if (crash.read(line)) {
            LOG.debug("{}: {}", name, line); // twenty lines; whoever waits for the exit logs what matters
            return;
        }
        if (line.isBlank()) {
            return; // such as the rest of a crash report's first line, of which the reader of reports took the
            // beginning
        }
        pass(name, line);
        if (last.size() == KEPT_LINES) {
            last.removeFirst();
        }
        last.add(line.length() > KEPT_LINE_LENGTH ? line.substring(0, KEPT_LINE_LENGTH) : line);
    }

    private void pass(String name, String line) {
        if (!isSilent()) {
            LOG.info("{}: {}", name, line);
            passedChars += line.length() + 1;
            if (isSilent()) {
                LOG.warn("{} has printed {} KiB; what else it prints is not logged", name, LOGGED_CHARS >> 10);
            }
        }
    }

    /** Whether what is printed from now on is not logged. */
    synchronized boolean isSilent() {
        return passedChars >= LOGGED_CHARS;
    }

    /** What the JVM said of its crash. */
    synchronized Optional<String> crash() {
        return crash.cause();
    }

    /** The JVM's report of its crash, in one line. */
    synchronized Optional<String> crashReport() {
        return crash.text();
    }

    /** The last lines, or nothing. */
    synchronized String text() {
        return last.isEmpty() ? "" : "; its last words: " + String.join(" | ", last);
    }
}
