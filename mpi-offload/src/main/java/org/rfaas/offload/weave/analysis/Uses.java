package org.rfaas.offload.weave.analysis;

import java.util.List;
import java.util.Map;
import org.rfaas.offload.woven.ArrayUse;
import org.rfaas.offload.woven.Verdict;

/**
 * What a loop does with its arrays.
 *
 * @param uses as the description has them
 * @param byPoint which use an access belongs to
 */
record Uses(List<ArrayUse> uses, Map<AccessPoint, Integer> byPoint, Verdict verdict) {}
