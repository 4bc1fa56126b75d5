package org.rfaas.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a latency distribution is reduced to, in nanoseconds.
 *
 * @param samples how many measurements
 */
public record Percentiles(long p50, long p99, long min, long samples) {
    private static final int ENOUGH_FOR_A_P99 = 100;

    /** What {@link #p99} is to be called: of fewer than 100 samples it is the greatest. */
    public String tail() {
        return samples < ENOUGH_FOR_A_P99 ? "max" : "p99";
    }

    static Percentiles of(Histogram histogram) {
        return new Percentiles(
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(99),
                histogram.getMinValue(),
                histogram.getTotalCount());
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("p50", p50);
        json.put("p99", p99);
        json.put("min", min);
        json.put("samples", samples);
        return json;
    }
}
