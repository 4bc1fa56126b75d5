package org.rfaas.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long cold starts took in one sandbox.
 *
 * @param pooled whether an executor waited for them
 * @param steps nanoseconds of each step, by its key in the JSON, in the order of {@link #STEPS}
 * @param total nanoseconds of all of them
 */
public record ColdStartTimes(String sandbox, boolean pooled, Map<String, Percentiles> steps, Percentiles total) {
    /** The parts of a cold start in their order, by their keys in the JSON. */
    static final List<String> STEPS = List.of("leaseMs", "allocateMs", "connectMs", "shipMs", "firstResultMs");

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sandbox", sandbox);
        json.put("pooled", pooled);
        steps.forEach((key, value) -> json.put(key, ms(value.p50())));
        Map<String, Object> slow = new LinkedHashMap<>();
        steps.forEach((key, value) -> slow.put(key, ms(value.p99())));
        json.put(total.tail(), slow);
        json.put("totalMs", Map.of("p50", ms(total.p50()), total.tail(), ms(total.p99())));
        json.put("rounds", total.samples());
        return json;
    }

    private static double ms(long ns) {
        return Math.round(ns / 1e3) / 1e3;
    }
}
