package org.rfaas.apps.jacobi;

/** How a run ended, on every rank the same. */
sealed interface RunOutcome {
    /** It ran to its end. */
    record Done(JacobiReport report) implements RunOutcome {}

    /**
     * Something was wrong with what was asked.
     *
     * @param message the one line
     * @param isTold whether this rank tells the user
     */
    record Refused(String message, boolean isTold) implements RunOutcome {}
}
