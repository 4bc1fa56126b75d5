package org.rfaas.offload.weave.analysis;

import java.lang.constant.ClassDesc;
import java.util.Map;
import org.rfaas.offload.weave.code.MethodCode;

/**
 * A method's code with calls in the loop replaced by the called code.
 *
 * @param code the whole method
 * @param positions where each old position begins now
 * @param receivers stores of the object that an inlined method belongs to, with the class it must have exactly
 * @param refusals calls that had to stay, and why
 */
record Expansion(MethodCode code, int[] positions, Map<Integer, ClassDesc> receivers, Map<Integer, String> refusals) {}
