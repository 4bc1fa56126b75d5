package org.rfaas.apps.jacobi;

import org.jspecify.annotations.Nullable;

/** What the solver's ranks tell each other. All methods are collective. */
interface RowExchange {
    /** Puts every rank's own rows of {@code next} into everyone's {@code x}. */
    void gather(double[] next, double[] x);

    /** The same sum on all ranks. */
    double sum(double own);

    /** The least of all values. */
    int min(int own);

    /** Everyone's values one after the other, in the order of ranks. */
    long[] collect(long[] own);

    void barrier();

    /** For one rank. */
    static RowExchange alone() {
        return new Alone();
    }

    /**
     * Lets all ranks know if one of them cannot go on.
     *
     * @param problem what is wrong here, or {@code null}
     * @return the rank that should tell the user, or -1 when all is well
     */
    default int firstWithProblem(@Nullable String problem, int rank) {
        int first = min(problem == null ? Integer.MAX_VALUE : rank);
        return first == Integer.MAX_VALUE ? -1 : first;
    }

    /** Talks to nobody. */
    record Alone() implements RowExchange {
        @Override
        public void gather(double[] next, double[] x) {
            System.arraycopy(next, 0, x, 0, next.length);
        }

        @Override
        public double sum(double own) {
            return own;
        }

        @Override
        public int min(int own) {
            return own;
        }

        @Override
        public long[] collect(long[] own) {
            return own.clone();
        }

        @Override
        public void barrier() {}
    }
}
