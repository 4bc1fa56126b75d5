package org.rfaas.offload.loop;

import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.plan.Split;

/** Decides how runs of one loop are shared: what {@link OffloadMode} comes down to. */
sealed interface LoopPlan permits FixedPlan, AutoPlan {
    /**
     * The plan of a mode.
     *
     * @param budget what moving data to workers may cost, which the loop earns as it runs; a fixed plan does not ask
     * @param clockNs what time it is, ns, by which decisions hold and workers get another chance
     */
    static LoopPlan of(
            LoopContext context, OwnExecution own, LoopMembers members, TransferBudget budget, LongSupplier clockNs) {
        return switch (context.options().mode()) {
            case OffloadMode.Off _ -> new FixedPlan(0, context.pool(), members);
            case OffloadMode.Fixed fixed -> new FixedPlan(fixed.fraction(), context.pool(), members);
            case OffloadMode.Auto _ -> new AutoPlan(context.pool(), own, members, budget, clockNs);
        };
    }

    /**
     * How to share the iterations {@code [lo, hi)} with {@link #workers}; {@code null} when they had better stay for now.
     * There is at least one member.
     */
    @Nullable
    Split split(int lo, int hi);

    /** The workers of the last split, in its order. */
    List<LoopOnWorker> workers();

    /**
     * Whether a run is shared as the plan says from its beginning to its end: nobody takes over from another, and what stays on
     * the rank is not looked at again.
     */
    boolean isFixed();
}
