package org.rfaas.offload.runtime;

import org.jspecify.annotations.Nullable;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.woven.LoopSite;

/** A loop that workers cannot run, for instance because it has too many arguments: each of the rank's runs is counted. */
final class InOrderSite implements LoopSite {
    private final PlainRuns plain;
    private final Counters counters;

    InOrderSite(PlainRuns plain, Counters counters) {
        this.plain = plain;
        this.counters = counters;
    }

    @Override
    public boolean wants(long trips) {
        boolean isRank = plain.isRank();
        if (plain.mustTell(isRank)) {
            plain.expect();
            return true;
        }
        count(isRank, trips);
        return false;
    }

    @Override
    public void runsInPlace(String reason, long trips) {
        plain.runsUnseen(reason);
        count(plain.isRank(), trips);
    }

    @Override
    public void run(@Nullable Object[] references, long[] scalars, long[] results, int start, int trips) {
        plain.arrives();
        count(plain.isRank(), trips);
        plain.run(references, scalars, results, start, trips);
    }

    private void count(boolean isRank, long trips) {
        if (isRank) {
            counters.ranInOrder();
            counters.ran(trips);
        }
    }
}
