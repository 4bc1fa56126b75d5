package org.rfaas.offload.weave;

import java.util.Set;
import java.util.TreeSet;
import org.rfaas.offload.woven.LoopBinding;
import org.rfaas.offload.woven.LoopSite;
import org.rfaas.offload.woven.WovenLoop;
import org.rfaas.offload.woven.WovenRuntime;

/**
 * Passes loops on to another runtime, until it is asked to probe: then every iteration of an independent loop runs, whatever
 * others throw. So it is known what each does to the arrays, and what the loop may throw.
 */
final class IterationProbe implements WovenRuntime {
    private final WovenRuntime other;
    private final Set<String> thrown = new TreeSet<>();
    private boolean isProbing;

    IterationProbe(WovenRuntime other) {
        this.other = other;
    }

    /** Of code with a woven loop. */
    interface Call {
        void run() throws ReflectiveOperationException;
    }

    /** Calls woven code with every iteration run; the classes of what they threw. */
    Set<String> probe(Call call) throws ReflectiveOperationException {
        thrown.clear();
        isProbing = true;
        try {
            call.run();
        } finally {
            isProbing = false;
        }
        return Set.copyOf(thrown);
    }

    @Override
    public LoopSite open(WovenLoop loop) {
        return new Site(loop, other.open(loop));
    }

    @Override
    public void touch(Object array) {
        other.touch(array);
    }

    private final class Site implements LoopSite {
        private final WovenLoop loop;
        private final LoopSite site;

        Site(WovenLoop loop, LoopSite site) {
            this.loop = loop;
            this.site = site;
        }

        @Override
        public boolean wants(long trips) {
            return site.wants(trips);
        }

        @Override
        public void runsInPlace(String reason, long trips) {
            site.runsInPlace(reason, trips);
        }

        @Override
        public void run(Object[] references, long[] scalars, long[] results, int start, int trips) {
            if (isProbing
                    && LoopBinding.of(loop.descriptor(), references, scalars, start, trips)
                            instanceof LoopBinding.Independent) {
                runEach(references, scalars, results, start, trips);
            } else {
                site.run(references, scalars, results, start, trips);
            }
        }

        private void runEach(Object[] references, long[] scalars, long[] results, int start, int trips) {
            RuntimeException last = null;
            for (int trip = 0; trip < trips; trip++) {
                try {
                    loop.local().run(references, scalars, results, start, trip, trip + 1);
                } catch (RuntimeException e) {
                    thrown.add(e.getClass().toString());
                    last = e;
                }
            }
            if (last != null) {
                throw last;
            }
        }
    }
}
