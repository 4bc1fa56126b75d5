package org.rfaas.offload.weave.analysis;

import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.weave.code.MethodCode;

/**
 * A method's code with calls in the loop replaced by the called code.
 *
 * @param code the whole method
 * @param positions where each old position begins now
 * @param receivers stores of the object that an inlined method belongs to
 * @param refusals calls that had to stay, and why
 * @param places method and line of each operation of called code; empty for the method's own
 */
record Expansion(
        MethodCode code,
        int[] positions,
        Map<Integer, Receiver> receivers,
        Map<Integer, String> refusals,
        List<String> places) {
    /**
     * What the object must be for the inlined method to be the one that Java calls.
     *
     * @param exactType the class it must have; none if no other class can have another method
     */
    record Receiver(@Nullable ClassDesc exactType) {}

    /** Whether an operation is the method's own, not of called code. */
    boolean isOwn(int at) {
        return places.get(at).isEmpty();
    }

    /** A refusal of an operation, with the place in called code, for its line is that of the call. */
    RefusalException located(int at, RefusalException refusal) {
        return isOwn(at)
                ? refusal
                : new RefusalException(refusal.line(), refusal.getMessage() + " (in " + places.get(at) + ")");
    }
}
