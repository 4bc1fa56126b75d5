package org.rfaas.offload.weave;

import java.util.List;
import org.rfaas.offload.woven.LoopDescriptor;

/**
 * What became of a class.
 *
 * @param classBytes the woven class; as it was if there was nothing to weave or something was refused
 * @param loops its woven loops
 * @param refusals why loops were refused; then none of the class is woven
 */
public record WeaveResult(byte[] classBytes, List<LoopDescriptor> loops, List<Diagnostic> refusals) {
    public WeaveResult {
        loops = List.copyOf(loops);
        refusals = List.copyOf(refusals);
    }

    public boolean isWoven() {
        return !loops.isEmpty();
    }
}
