package org.rfaas.offload.runtime;

import org.jspecify.annotations.Nullable;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.report.LoopCounters;
import org.rfaas.offload.report.LoopReport;

/** A loop that workers cannot run, for instance because it has too many arguments: each of the rank's runs is counted. */
final class InOrderSite implements ReportedSite {
    private final String reason;
    private final PlainRuns plain;
    private final Counters counters;
    private final LoopCounters own;

    /** @param reason why workers cannot run it */
    InOrderSite(String name, String reason, PlainRuns plain, Counters counters) {
        this.reason = reason;
        this.plain = plain;
        this.counters = counters;
        this.own = new LoopCounters(name);
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

    @Override
    public LoopReport report() {
        return own.report(0);
    }

    private void count(boolean isRank, long trips) {
        if (isRank) {
            own.runs(trips);
            own.ranInOrder(reason);
            counters.ran(trips);
        }
    }
}
