package org.rfaas.apps.harness;

import org.jspecify.annotations.Nullable;

/** Ranks go on together or stop together: when a step fails on any of them, all stop, and the first that failed tells why. */
final class Agreement {
    /** What is wrong, and the remedy, where memory does not suffice. */
    static final String NO_MEMORY = "the data does not fit into memory; use more ranks, or more memory with -Xmx";

    private final Ranks ranks;

    Agreement(Ranks ranks) {
        this.ranks = ranks;
    }

    /** Does a step in which ranks do not talk to each other; it may run out of memory. */
    <T> T together(Step<T> step) throws RefusedException {
        return collectively(() -> {
            try {
                return step.run();
            } catch (OutOfMemoryError e) {
                if (!HeapSpace.isLacking(e)) {
                    throw e;
                }
                throw new InputException(NO_MEMORY);
            }
        });
    }

    /**
     * Does a step in which ranks may talk to each other. Where they do, it must fail on all of them or on none. What is not
     * due to the user is thrown on, memory that does not suffice among it: the other ranks may be waiting in mid-step.
     */
    <T> T collectively(Step<T> step) throws RefusedException {
        T result = null;
        String problem = null;
        try {
            result = step.run();
        } catch (InputException e) {
            problem = String.valueOf(e.getMessage());
        }
        int teller = ranks.firstWithProblem(problem);
        if (teller >= 0) {
            ranks.endAlarms();
            throw refused(problem, teller);
        }
        if (result == null) {
            throw new IllegalStateException("a step without a result");
        }
        return result;
    }

    private RefusedException refused(@Nullable String problem, int teller) {
        return new RefusedException(problem == null ? "" : problem, teller == ranks.rank());
    }

    /** Does an action on every rank, as {@link #together}. */
    void check(Action action) throws RefusedException {
        together(() -> {
            action.run();
            return true;
        });
    }

    /** Does an action on rank 0 alone, as {@link #together}. */
    void checkOnRankZero(Action action) throws RefusedException {
        check(() -> {
            if (ranks.rank() == 0) {
                action.run();
            }
        });
    }
}
