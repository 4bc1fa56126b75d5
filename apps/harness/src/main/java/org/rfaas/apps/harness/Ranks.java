package org.rfaas.apps.harness;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.mpi.RankContext;

/** The ranks of a job, as one of them sees them, and what they tell each other. All but the accessors are
 * collective, if nothing else is said. */
public interface Ranks {
    /** This rank's place in the job. */
    RankContext context();

    /** This rank. */
    default int rank() {
        return context().rank();
    }

    /** How many there are. */
    default int size() {
        return context().size();
    }

    /**
     * Puts every rank's own rows into everyone's {@code all}; a rank owns what {@link RowBlock#share} gives it.
     *
     * @param own the rank's rows, on the heap or off it
     * @param all room for all rows, of which there are at most {@link Integer#MAX_VALUE}
     */
    void gather(MemorySegment own, MemorySegment all, int rowBytes);

    /** The same sum on all ranks. */
    double sum(double own);

    /** The least of all values. */
    int min(int own);

    /** Everyone's values one after the other, in the order of ranks. */
    long[] collect(long[] own);

    void barrier();

    /**
     * Lets the others know that this rank cannot go on, without waiting for them, where they look with {@link #isAlarmed}; not
     * collective.
     */
    void alarm();

    /** Whether another rank has raised the alarm; does not wait, and is not collective. */
    boolean isAlarmed();

    /** Forgets all alarms. */
    void endAlarms();

    /** {@link #gather(MemorySegment, MemorySegment, int)} with one element a row. */
    default void gather(double[] own, double[] all) {
        gather(MemorySegment.ofArray(own), MemorySegment.ofArray(all), Double.BYTES);
    }

    /** The rows of this rank when all have so many. */
    default RowBlock share(int rows) {
        return RowBlock.share(rows, rank(), size());
    }

    /** The greatest of all values. */
    default double max(double own) {
        long[] all = collect(new long[] {Double.doubleToLongBits(own)});
        return Arrays.stream(all).mapToDouble(Double::longBitsToDouble).max().orElse(own);
    }

    /** Whether it is so on every rank. */
    default boolean all(boolean own) {
        return min(own ? 1 : 0) == 1;
    }

    /**
     * Lets all ranks know if one of them cannot go on.
     *
     * @param problem what is wrong here, or {@code null}
     * @return the rank that should tell the user, or -1 when all is well
     */
    default int firstWithProblem(@Nullable String problem) {
        int first = min(problem == null ? Integer.MAX_VALUE : rank());
        return first == Integer.MAX_VALUE ? -1 : first;
    }

    /** One rank talks to nobody, several over MPI. */
    static Ranks of(RankContext context) {
        return context.size() == 1 ? new Alone(context) : new MpiRanks(context);
    }

    /** A process on its own. */
    static Ranks alone() {
        return new Alone(RankContext.single());
    }

    /** One rank. */
    record Alone(RankContext context) implements Ranks {
        @Override
        public void gather(MemorySegment own, MemorySegment all, int rowBytes) {
            all.copyFrom(own);
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

        @Override
        public void alarm() {}

        @Override
        public boolean isAlarmed() {
            return false;
        }

        @Override
        public void endAlarms() {}
    }
}
