package org.rfaas.executor.manager;

import java.util.Optional;

/** Knows which limits of an executor were reached: its control group's counters, where it has one. */
@FunctionalInterface
public interface LimitWatch {
    /**
     * The limit that has cost the executor its life, in words that say what to raise; empty when it is none. Asked once, after
     * the process's end.
     */
    Optional<String> reached();

    /** For executors without limits. */
    static LimitWatch none() {
        return Optional::empty;
    }
}
