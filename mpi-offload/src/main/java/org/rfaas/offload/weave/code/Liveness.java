package org.rfaas.offload.weave.code;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Which local variables are read later without being assigned before, at each position. */
public final class Liveness {
    private final List<BitSet> liveIn = new ArrayList<>();

    public Liveness(ControlFlow flow) {
        MethodCode code = flow.code();
        for (int at = 0; at < code.size(); at++) {
            liveIn.add(new BitSet());
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int at : flow.order().reversed()) {
                BitSet live = new BitSet();
                flow.successors(at).forEach(next -> live.or(liveIn.get(next)));
                if (code.op(at).assignedSlot() >= 0) {
                    live.clear(code.op(at).assignedSlot());
                }
                if (code.op(at).readSlot() >= 0) {
                    live.set(code.op(at).readSlot());
                }
                changed |= !live.equals(liveIn.set(at, live));
            }
        }
    }

    public boolean isLive(int slot, int position) {
        return liveIn.get(position).get(slot);
    }
}
