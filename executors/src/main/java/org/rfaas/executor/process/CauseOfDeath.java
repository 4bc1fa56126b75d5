package org.rfaas.executor.process;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why an executor ended that did not say it had finished, from all that is known of it. */
final class CauseOfDeath {
    /** As shells and {@link Process#exitValue} tell of a signal. */
    private static final int SIGNAL_BASE = 128;

    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "SIGHUP"),
            Map.entry(2, "SIGINT"),
            Map.entry(4, "SIGILL"),
            Map.entry(6, "SIGABRT"),
            Map.entry(7, "SIGBUS"),
            Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL"),
            Map.entry(11, "SIGSEGV"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(15, "SIGTERM"),
            Map.entry(24, "SIGXCPU"),
            Map.entry(31, "SIGSYS"));

    private CauseOfDeath() {}

    /**
     * One phrase: what the executor said itself, else the limit it ran into, else how it crashed, else its exit code.
     *
     * @param exitCode of the process; above 128 a signal's number is added
     * @param failure the executor's own words, if it had any
     * @param limit that it reached
     * @param crash what its JVM said of its crash
     */
    static String describe(int exitCode, @Nullable String failure, Optional<String> limit, Optional<String> crash) {
        if (failure != null) {
            return failure;
        }
        if (limit.isPresent()) {
            return limit.get();
        }
        if (crash.isPresent()) {
            return crash.get();
        }
        if (exitCode > SIGNAL_BASE) {
            int signal = exitCode - SIGNAL_BASE;
            String name = SIGNALS.get(signal);
            return "killed by signal " + signal + (name == null ? "" : " (" + name + ")");
        }
        return "it ended by exit(" + exitCode + ")";
    }
}
