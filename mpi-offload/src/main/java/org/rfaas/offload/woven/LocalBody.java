package org.rfaas.offload.woven;

import org.jspecify.annotations.Nullable;

/** A loop's body as the rank runs it, on its own arrays; the code of the source, in the class it was written in. */
@FunctionalInterface
public interface LocalBody {
    /**
     * Runs iterations {@code from <= k < to}, at least one, of which the loop variable is {@code start + step * k}; throws what the source
     * throws.
     *
     * @param references as the call gave them
     * @param scalars raw bits, as the call gave them
     * @param results raw bits, one a reduction: on entry what to start with, on return with this part's contributions; as on
     *     entry when it throws
     * @param start of the call
     */
    void run(@Nullable Object[] references, long[] scalars, long[] results, int start, int from, int to);
}
