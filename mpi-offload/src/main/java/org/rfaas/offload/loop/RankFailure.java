package org.rfaas.offload.loop;

import org.jspecify.annotations.Nullable;
import org.rfaas.offload.woven.BodyExceptions;

/** What the rank has thrown in one run of a loop; it leaves when all that comes before in the source is done. */
final class RankFailure {
    private final boolean isDescending;
    private @Nullable Throwable thrown;
    private int lo;
    private int hi;

    /** @param isDescending whether the loop counts down, so that its last iterations come first */
    RankFailure(boolean isDescending) {
        this.isDescending = isDescending;
    }

    void clear() {
        thrown = null;
    }

    /**
     * The rank has thrown somewhere in {@code [from, to)}, which cannot be run again.
     *
     * @param cause whatever the loop throws, checked exceptions included
     */
    void thrown(int from, int to, Throwable cause) {
        thrown = cause;
        lo = from;
        hi = to;
    }

    boolean hasThrown() {
        return thrown != null;
    }

    /** Whether iterations have to run: all, or once the rank has thrown those that come before in the source. */
    boolean isDue(int from, int to) {
        return thrown == null || (isDescending ? from >= hi : to <= lo);
    }

    /** Throws what the rank has thrown, if it has. */
    void leave() {
        Throwable cause = thrown;
        if (cause != null) {
            throw BodyExceptions.rethrow(cause);
        }
    }
}
