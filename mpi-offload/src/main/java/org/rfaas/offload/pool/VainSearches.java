package org.rfaas.offload.pool;

import java.util.Optional;

/**
 * What people hear of a rank's searches that found nothing: that it has no workers, once until it has had some, and once that
 * it has fewer than it was told to seek. One thread.
 */
final class VainSearches {
    private final int sought;
    private boolean hasToldOfNone;
    private boolean hasToldOfFewer;

    /** @param sought workers that a rank was told to seek; those that it seeks beyond are not missed */
    VainSearches(int sought) {
        this.sought = sought;
    }

    /** A search found workers. */
    void end() {
        hasToldOfNone = false;
    }

    /** A rank with so many workers found no others; what to tell of, none if that is known or no loss. */
    Optional<String> add(int workers) {
        if (workers == 0 && !hasToldOfNone) {
            hasToldOfNone = true;
            return Optional.of("no workers, computing locally");
        }
        if (workers > 0 && workers < sought && !hasToldOfFewer) {
            hasToldOfFewer = true;
            return Optional.of("no more workers than " + workers + " of " + sought);
        }
        return Optional.empty();
    }
}
