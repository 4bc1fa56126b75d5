package org.rfaas.offload.weave.analysis;

import java.util.List;
import java.util.Map;
import org.rfaas.offload.woven.ArrayUse;
import org.rfaas.offload.woven.Verdict;

/**
 * What a loop does with its arrays.
 *
 * @param uses as the description has them
 * @param byPosition which use an access belongs to, by its position in the code
 */
record Uses(List<ArrayUse> uses, Map<Integer, Integer> byPosition, Verdict verdict) {}
