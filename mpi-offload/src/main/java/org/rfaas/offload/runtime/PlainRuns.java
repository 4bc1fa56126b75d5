package org.rfaas.offload.runtime;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.woven.WovenLoop;

/** Runs of a woven loop by whoever calls it, with nobody's help; stable arrays that it writes are known to have changed. */
final class PlainRuns {
    private final WovenLoop loop;
    private final StableArrays stable;
    private final UnseenWrites unseen;
    private final Thread rank;
    private final boolean hasWrites;

    PlainRuns(WovenLoop loop, StableArrays stable, UnseenWrites unseen, Thread rank) {
        this.loop = loop;
        this.stable = stable;
        this.unseen = unseen;
        this.rank = rank;
        this.hasWrites = loop.descriptor().hasWrites();
    }

    /** Whether the rank's thread asks. */
    boolean isRank() {
        return rank.equals(Thread.currentThread());
    }

    /**
     * Whether a call must come only to tell what it writes.
     *
     * @param isRank as {@link #isRank} says, which each run of a loop asks once
     */
    boolean mustTell(boolean isRank) {
        return hasWrites && (!isRank || !stable.isEmpty());
    }

    /** A call is asked to come; unless it {@link #arrives} it runs as written, and nobody knows what it writes. */
    void expect() {
        if (hasWrites && isRank()) {
            unseen.expect();
        }
    }

    void arrives() {
        if (isRank()) {
            unseen.arrives();
        }
    }

    /** Runs all iterations in order. */
    void run(@Nullable Object[] references, long[] scalars, long[] results, int start, int trips) {
        try {
            loop.local().run(references, scalars, results, start, 0, trips);
        } finally {
            hasRun(references);
        }
    }

    /** All iterations have run, or some of them before one has thrown: notes what they may have written. */
    void hasRun(@Nullable Object[] references) {
        if (isRank()) {
            written(references).forEach(stable::touch);
        } else if (hasWrites) {
            unseen.ranElsewhere(loop.descriptor().name());
        }
    }

    /** A run as written, of which nothing more will be told; says why. */
    void runsUnseen(String reason) {
        if (hasWrites) {
            unseen.runsUnseen(loop.descriptor().name(), reason);
        }
    }

    boolean writesTracked(@Nullable Object[] references) {
        return hasWrites && !stable.isEmpty() && written(references).anyMatch(stable::isTracked);
    }

    private Stream<Object> written(@Nullable Object[] references) {
        return loop.descriptor().uses().stream()
                .filter(use -> use.access().writes())
                .map(use -> references[use.array()])
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull);
    }
}
