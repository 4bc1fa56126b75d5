package org.rfaas.offload;

import org.jspecify.annotations.Nullable;
import org.rfaas.offload.woven.LoopSite;
import org.rfaas.offload.woven.WovenLoop;
import org.rfaas.offload.woven.WovenRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shares the woven loops that the rank's thread runs. Those of other threads run in place. */
final class WovenLoops implements WovenRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(WovenLoops.class);

    private final OffloadRuntime runtime;
    private final Thread rank = Thread.currentThread();
    private final StableArrays stable = new StableArrays();

    WovenLoops(OffloadRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public LoopSite open(WovenLoop loop) {
        try {
            return new WovenSite(loop, runtime, stable, rank);
        } catch (IllegalArgumentException e) {
            LOG.warn("loop {} is not shared with workers: {}", loop.descriptor().name(), e.getMessage());
            return new InPlace(loop, stable, loop.descriptor().hasWrites());
        }
    }

    /** A loop that workers cannot run, for instance because it has too many arguments. */
    private record InPlace(WovenLoop loop, StableArrays stable, boolean hasWrites) implements LoopSite {
        @Override
        public boolean wants(long trips) {
            // it comes here only to tell when it has written
            return hasWrites;
        }

        @Override
        public void runsInPlace(String reason) {
            stable.writesUnseen();
        }

        @Override
        public void run(@Nullable Object[] references, long[] scalars, long[] results, int start, int trips) {
            try {
                loop.local().run(references, scalars, results, start, 0, trips);
            } finally {
                stable.touchElsewhere();
            }
        }
    }

    @Override
    public void touch(Object array) {
        stable.touch(array);
    }
}
