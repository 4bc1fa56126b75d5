package org.rfaas.bench.loops;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.woven.LoopSite;
import org.rfaas.offload.woven.WovenLoop;
import org.rfaas.offload.woven.WovenRuntime;

/** A runtime that keeps of a woven loop's call what its kernel needs, and runs the loop as written. */
final class KernelCapture implements WovenRuntime {
    private @Nullable KernelTrial captured;

    /** Runs a trial once and keeps the call of its loop. */
    static KernelTrial of(LoopTrial trial) {
        KernelCapture capture = new KernelCapture();
        WovenLoop.install(capture);
        try {
            trial.run();
        } finally {
            WovenLoop.uninstall(capture);
        }
        return Objects.requireNonNull(capture.captured, "the trial ran no woven loop");
    }

    @Override
    public LoopSite open(WovenLoop loop) {
        return new LoopSite() {
            @Override
            public boolean wants(long trips) {
                return true;
            }

            @Override
            public void runsInPlace(String reason, long trips) {
                throw new IllegalStateException(loop.descriptor().name() + " runs in place: " + reason);
            }

            @Override
            public void run(@Nullable Object[] references, long[] scalars, long[] results, int start, int trips) {
                captured = new KernelTrial(loop.descriptor(), references, scalars, start, trips);
                loop.local().run(references, scalars, results, start, 0, trips);
            }
        };
    }

    @Override
    public void touch(Object array) {
        // nothing is kept from call to call
    }
}
