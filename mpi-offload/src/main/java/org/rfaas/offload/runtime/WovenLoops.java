package org.rfaas.offload.runtime;

import org.rfaas.offload.loop.LoopContext;
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
    private final StableArrays stable = new StableArrays(WovenLoop::unwovenClasses);
    private volatile boolean hasOpened;

    WovenLoops(LoopContext context) {
        this.context = context;
    }

    @Override
    public LoopSite open(WovenLoop loop) {
        hasOpened = true;
        PlainRuns plain = new PlainRuns(loop, stable, rank);
        String problem = loop.findOutdatedCopy();
        if (problem == null) {
            try {
                return new WovenSite(loop, context, stable, plain);
            } catch (IllegalArgumentException e) {
                problem = e.getMessage();
            }
        }
        LOG.warn("loop {} is not shared with workers: {}", loop.descriptor().name(), problem);
        return new InOrderSite(plain, context.counters());
    }

    /** Whether any loop has come here. */
    boolean hasOpened() {
        return hasOpened;
    }

    /** Runs on other threads, and unwoven classes, of which nobody told what they write. */
    long unseenWrites() {
        return stable.unseenWrites();
    }

    @Override
    public void touch(Object array) {
        stable.touch(array);
    }
}
