package org.rfaas.offload.weave.analysis;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rfaas.offload.index.Polynomial;
import org.rfaas.offload.weave.code.MethodCode;
import org.rfaas.offload.woven.ArrayUse;
import org.rfaas.offload.woven.CopiedCode;
import org.rfaas.offload.woven.InnerVariable;
import org.rfaas.offload.woven.Reduction;
import org.rfaas.offload.woven.Verdict;

/**
 * A loop that may be offloaded, and everything needed to write its two bodies.
 *
 * @param shape in the method as it was compiled
 * @param remote the body for workers
 * @param captures what it uses from before
 * @param localObjects local variables that the loop as written reads beyond these
 * @param reductions by slot of the variable
 * @param runningIndices variables that move along with the loop variable
 * @param isVariableReadAfter whether the loop variable is read after the loop
 */
public record AnalysedLoop(
        LoopShape shape,
        RemoteCode remote,
        Captures captures,
        List<Source> localObjects,
        Map<Integer, Reduction> reductions,
        List<RunningIndex> runningIndices,
        List<InnerVariable> inners,
        List<ArrayUse> uses,
        Set<Polynomial> fitInt,
        Verdict verdict,
        boolean isVariableReadAfter) {

    /**
     * The loop with calls of methods that use arrays and objects replaced by their code.
     *
     * @param code the whole method
     * @param first where the loop begins
     * @param end where it ends
     * @param header where an iteration begins
     * @param test the branch that ends the loop
     * @param body where it goes otherwise
     * @param reached positions of the loop that can be reached
     * @param rewrites how operations on captured values are written, by position
     * @param useAt which use an access belongs to
     * @param calls pure methods that the loop calls, directly or not, with their code
     * @param copied what of all that code is of other classes
     */
    public record RemoteCode(
            MethodCode code,
            int first,
            int end,
            int header,
            int test,
            int body,
            Set<Integer> reached,
            Map<Integer, Rewrite> rewrites,
            Map<AccessPoint, Integer> useAt,
            Map<MethodRef, MethodCode> calls,
            CopiedCode copied) {}
}
