package org.rfaas.offload.pool;

import java.util.Optional;
import org.rfaas.offload.OffloadOptions;

/**
 * What people hear of a job's searches that found nothing: that its spokesman has no workers, once until that has had some, and
 * once that it has fewer than it was told to seek. Of the other ranks they hear nothing. One thread.
 */
final class VainSearches {
    private final int sought;
    private final boolean isSpokesman;
    private boolean hasToldOfNone;
    private boolean hasToldOfFewer;

    /** @param options say how many workers the rank was told to seek; those that it seeks beyond are not missed */
    VainSearches(OffloadOptions options) {
        this.sought = options.workers();
        this.isSpokesman = options.isSpokesman();
    }

    /** A search found workers. */
    void end() {
        hasToldOfNone = false;
    }

    /** A rank with so many workers found no others; what to tell of, none if that is known or no loss. */
    Optional<String> add(int workers) {
        if (!isSpokesman) {
            return Optional.empty();
        }
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
