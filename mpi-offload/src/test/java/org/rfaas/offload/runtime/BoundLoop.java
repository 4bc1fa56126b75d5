package org.rfaas.offload.runtime;

import org.rfaas.offload.loop.LoopArgument;
import org.rfaas.offload.woven.LoopBinding;
import org.rfaas.offload.woven.LoopDescriptor;
import org.rfaas.offload.woven.WovenLoop;

/** A woven loop and the values of one call, as its site would hand them on. */
public final class BoundLoop {
    private final WovenLoop loop;
    private final Object[] references;
    private final long[] scalars;
    private final WovenArguments arguments;

    /**
     * One call.
     *
     * @param results what those of the loop start with
     */
    public BoundLoop(WovenLoop loop, Object[] references, long[] scalars, int trips, long... results) {
        this.loop = loop;
        this.references = references;
        this.scalars = scalars;
        this.arguments = new WovenArguments(loop.descriptor(), new StableArrays(new UnseenWrites(() -> 0)));
        if (!(LoopBinding.of(loop.descriptor(), references, scalars, 0, trips)
                instanceof LoopBinding.Independent independent)) {
            throw new AssertionError("iterations of " + loop.descriptor().name() + " depend on each other");
        }
        arguments.begin(independent.uses(), references, scalars, results);
    }

    public LoopDescriptor descriptor() {
        return loop.descriptor();
    }

    public LoopArgument[] arguments() {
        return arguments.arguments();
    }

    public long[] scalars() {
        return arguments.scalars();
    }

    /** Raw bits of what the loop's results are by now. */
    public long[] results() {
        return arguments.results();
    }

    /** What the rank does with a range. */
    public void compute(int lo, int hi) {
        loop.local().run(references, scalars, arguments.results(), 0, lo, hi);
    }
}
