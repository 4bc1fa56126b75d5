package org.rfaas.offload.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import org.rfaas.offload.array.TrackedArray;

/**
 * What workers' copies of the arrays in one place of a loop belong to, when these arrays are not stable: each run brings its array
 * anew, into the memory that the last one has left. A copy has room for units of one size, so there is one for each of the last
 * sizes: a loop that is called with rows of some lengths in turn makes room for each of them once.
 */
final class PassingCopies {
    static final int MOST_SIZES = 4;

    private final Map<Integer, TrackedArray> bySize = new LinkedHashMap<>(MOST_SIZES, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, TrackedArray> eldest) {
            return size() > MOST_SIZES;
        }
    };

    /**
     * The one for the array of a run that begins, of which workers have nothing.
     *
     * @param unitBytes bytes an element, or a row
     */
    TrackedArray next(int unitBytes) {
        TrackedArray copy = bySize.computeIfAbsent(unitBytes, _ -> new TrackedArray());
        copy.touch();
        return copy;
    }
}
