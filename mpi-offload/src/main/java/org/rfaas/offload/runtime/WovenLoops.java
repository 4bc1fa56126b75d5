package org.rfaas.offload.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rfaas.offload.loop.LoopContext;
import org.rfaas.offload.report.LoopReport;
import org.rfaas.offload.woven.LoopSite;
import org.rfaas.offload.woven.WovenLoop;
import org.rfaas.offload.woven.WovenRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shares the woven loops that the rank's thread runs. Those of other threads run in place. */
final class WovenLoops implements WovenRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(WovenLoops.class);

    private final LoopContext context;
    private final Thread rank = Thread.currentThread();
    private final UnseenWrites unseen = new UnseenWrites(WovenLoop::unwovenClasses);
    private final StableArrays stable = new StableArrays(unseen);

    /** In the order of their first runs; guarded by itself. */
    private final Map<WovenLoop, ReportedSite> sites = new LinkedHashMap<>();

    WovenLoops(LoopContext context) {
        this.context = context;
    }

    /** Threads that begin a loop at the same time get the same. */
    @Override
    public LoopSite open(WovenLoop loop) {
        synchronized (sites) {
            ReportedSite known = sites.get(loop);
            if (known == null) {
                known = siteOf(loop);
                sites.put(loop, known);
            }
            return known;
        }
    }

    private ReportedSite siteOf(WovenLoop loop) {
        PlainRuns plain = new PlainRuns(loop, stable, unseen, rank);
        String outdated = loop.findOutdatedCopy();
        if (outdated != null) {
            return inOrder(loop, plain, outdated);
        }
        try {
            return new WovenSite(loop, context, stable, plain);
        } catch (IllegalArgumentException e) {
            return inOrder(loop, plain, String.valueOf(e.getMessage()));
        }
    }

    private InOrderSite inOrder(WovenLoop loop, PlainRuns plain, String reason) {
        String name = loop.descriptor().name();
        LOG.warn("loop {} is not shared with workers: {}", name, reason);
        return new InOrderSite(name, reason, plain, context.counters());
    }

    /** What became of each loop that has come here; by the rank's thread. */
    List<LoopReport> reports() {
        synchronized (sites) {
            return sites.values().stream().map(ReportedSite::report).toList();
        }
    }

    /** Runs on other threads, and unwoven classes: nobody told what of stable arrays they write. */
    long unseenWrites() {
        return unseen.count();
    }

    @Override
    public void touch(Object array) {
        stable.touch(array);
    }

    @Override
    public void touch(Object array, int first, int end) {
        stable.touch(array, first, end);
    }
}
