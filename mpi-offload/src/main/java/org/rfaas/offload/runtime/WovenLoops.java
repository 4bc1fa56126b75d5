package org.rfaas.offload.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private final List<ReportedSite> sites = new CopyOnWriteArrayList<>();

    WovenLoops(LoopContext context) {
        this.context = context;
    }

    @Override
    public LoopSite open(WovenLoop loop) {
        ReportedSite site = siteOf(loop);
        sites.add(site);
        return site;
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
        return sites.stream().map(ReportedSite::report).toList();
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
