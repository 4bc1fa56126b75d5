package org.rfaas.offload.runtime;

import org.jspecify.annotations.Nullable;
import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.kernel.WovenFunction;
import org.rfaas.offload.loop.LocalRange;
import org.rfaas.offload.loop.LoopContext;
import org.rfaas.offload.loop.SharedLoop;
import org.rfaas.offload.loop.ShippedLoop;
import org.rfaas.offload.plan.Blocks;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.report.LoopCounters;
import org.rfaas.offload.report.LoopReport;
import org.rfaas.offload.woven.BoundUse;
import org.rfaas.offload.woven.KernelCode;
import org.rfaas.offload.woven.LoopBinding;
import org.rfaas.offload.woven.LoopDescriptor;
import org.rfaas.offload.woven.WovenLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One woven loop: checks each call that might be shared, shares it if its iterations are independent, and lets it run in
 * order, counted and once reported, if they are not. Calls on other threads than the rank's are never shared, nor are those
 * that come from inside of a shared loop, whose parts occupy the workers.
 */
final class WovenSite implements ReportedSite {
    private static final Logger LOG = LoggerFactory.getLogger(WovenSite.class);

    private final WovenLoop loop;
    private final LoopDescriptor descriptor;
    private final StableArrays stable;
    private final PlainRuns plain;
    private final LoopContext context;
    private final Counters counters;
    private final LastBinding binding;
    private final WovenArguments arguments;
    private final SharedLoop shared;
    private final LoopCounters own;

    WovenSite(WovenLoop loop, LoopContext context, StableArrays stable, PlainRuns plain) {
        this.loop = loop;
        this.descriptor = loop.descriptor();
        this.stable = stable;
        this.plain = plain;
        this.context = context;
        this.counters = context.counters();
        this.own = new LoopCounters(descriptor.name());
        this.binding = new LastBinding(descriptor);
        this.arguments = new WovenArguments(descriptor, stable);
        KernelCode kernel = descriptor.kernel();
        this.shared = new SharedLoop(
                context,
                descriptor.name(),
                descriptor.isDescending(),
                new ShippedLoop(
                        FunctionBundle.of(WovenFunction.class).with(kernel.className(), kernel.classBytes()),
                        kernel.className(),
                        arguments.arguments(),
                        arguments.scalars(),
                        arguments.results()));
    }

    @Override
    public boolean wants(long trips) {
        boolean isRank = plain.isRank();
        if ((isRank && !isNested() && shared.wants(trips)) || plain.mustTell(isRank)) {
            plain.expect();
            return true;
        }
        if (isRank) {
            own.runs(trips);
            shared.ranInPlace(trips);
        }
        return false;
    }

    @Override
    public void runsInPlace(String reason, long trips) {
        plain.runsUnseen(reason);
        if (plain.isRank()) {
            own.runs(trips);
            counters.ran(trips);
            notShared(reason);
        }
    }

    @Override
    public void run(@Nullable Object[] references, long[] scalars, long[] results, int start, int trips) {
        if (!plain.isRank()) {
            plain.run(references, scalars, results, start, trips);
            return;
        }
        plain.arrives();
        own.runs(trips);
        if (isNested()) {
            counters.ran(trips);
            plain.run(references, scalars, results, start, trips);
        } else if (!shared.mayBeShared(trips) && !plain.writesTracked(references)) {
            shared.runHere(trips, local(references, scalars, results, start));
        } else {
            switch (binding.of(references, scalars, start, trips)) {
                case LoopBinding.Independent bound -> {
                    arguments.begin(bound.uses(), references, scalars, results);
                    try {
                        runIndependent(bound, references, scalars, start, trips);
                        arguments.copyResults(results);
                    } finally {
                        arguments.end();
                    }
                }
                case LoopBinding.InOrder(String reason) -> {
                    notShared(reason);
                    try {
                        shared.runDependent(trips, local(references, scalars, results, start));
                    } finally {
                        plain.hasRun(references);
                    }
                }
            }
        }
    }

    @Override
    public LoopReport report() {
        return own.report(shared.nsPerIteration());
    }

    /** Whether the rank is in its own part of a loop, which has called this one. */
    private boolean isNested() {
        return context.pool().isInUse();
    }

    private void runIndependent(
            LoopBinding.Independent bound, @Nullable Object[] references, long[] scalars, int start, int trips) {
        long remoteBefore = counters.iterationsRemote();
        try {
            shared.run(trips, bound.from(), bound.to(), start, local(references, scalars, arguments.results(), start));
        } finally {
            own.ranRemotely(counters.iterationsRemote() - remoteBefore);
            for (BoundUse use : bound.uses()) {
                Object array = references[use.array()];
                if (use.access().writes() && array != null) {
                    Blocks blocks = use.footprint().blocks(0, trips, use.length());
                    stable.touch(array, blocks.first(), blocks.end());
                }
            }
        }
    }

    private LocalRange local(@Nullable Object[] references, long[] scalars, long[] results, int start) {
        return (from, to) -> loop.local().run(references, scalars, results, start, from, to);
    }

    private void notShared(String reason) {
        if (own.ranInOrder(reason)) {
            LOG.warn("loop {} is not shared with workers: {}", descriptor.name(), reason);
        }
    }
}
