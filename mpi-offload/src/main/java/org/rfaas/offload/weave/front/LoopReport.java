package org.rfaas.offload.weave.front;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.rfaas.offload.plan.Access;
import org.rfaas.offload.weave.Diagnostic;
import org.rfaas.offload.weave.WeaveResult;
import org.rfaas.offload.woven.ArrayUse;
import org.rfaas.offload.woven.LoopDescriptor;
import org.rfaas.offload.woven.Reduction;

/**
 * Says of each annotated loop what was proved, for people: verdict, what it reads and writes, size of its kernel. The
 * variables of inner loops stand for how far they are from their first value.
 */
public final class LoopReport {
    private final List<String> lines = new ArrayList<>();

    public void add(WeaveResult result) {
        result.loops().forEach(this::add);
        result.refusals().forEach(this::add);
    }

    /** Lines of text. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    private void add(Diagnostic refusal) {
        lines.add(refusal.method() + ":" + refusal.line() + " refused: " + refusal.message());
    }

    private void add(LoopDescriptor loop) {
        lines.add(loop.name() + " " + loop.verdict().name().toLowerCase(Locale.ROOT) + ", kernel "
                + loop.kernel().classBytes().length + " bytes");
        loop.uses().forEach(use -> lines.add("  " + describe(loop, use)));
        for (Reduction reduction : loop.reductions()) {
            lines.add("  reduces " + reduction.name() + " ("
                    + reduction.operator().name().toLowerCase(Locale.ROOT) + ")");
        }
    }

    private static String describe(LoopDescriptor loop, ArrayUse use) {
        var array = loop.arrays().get(use.array());
        String verb = switch (use.access()) {
            case READ -> "reads";
            case WRITE -> "writes";
            case UPDATE -> "updates";
        };
        return verb + " " + loop.describe(use) + (array.isStable() && use.access() == Access.READ ? " (stable)" : "");
    }
}
