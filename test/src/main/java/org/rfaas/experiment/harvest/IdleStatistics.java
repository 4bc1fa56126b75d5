package org.rfaas.experiment.harvest;

import java.util.Arrays;

/**
 * What a trace is like, seen every hundred seconds, which is how often clusters are sampled.
 *
 * @param meanIdle mean part of the cores that is idle
 * @param deviation its standard deviation
 * @param correlationAfter10Min autocorrelation of the idle cores after ten minutes
 * @param correlationAfter1H after an hour
 * @param medianPeriodMin idle periods, by time: half of the idle periods are shorter. Which cores were taken back is not in a
 *     sample; this counts as if those that became idle last were taken back first
 * @param meanPeriodMin mean of these periods
 */
public record IdleStatistics(
        double meanIdle,
        double deviation,
        double correlationAfter10Min,
        double correlationAfter1H,
        double medianPeriodMin,
        double meanPeriodMin) {
    private static final long SAMPLE_MS = 100_000;
    private static final double SAMPLE_MIN = SAMPLE_MS / 60_000.0;

    /** Statistics of a whole trace. */
    public static IdleStatistics of(IdleTrace trace) {
        int[] idle = trace.sample(SAMPLE_MS);
        double mean = Arrays.stream(idle).average().orElse(0);
        double variance = Arrays.stream(idle)
                .mapToDouble(x -> (x - mean) * (x - mean))
                .average()
                .orElse(0);
        int[] periods = periods(idle, trace.coresPerNode());
        return new IdleStatistics(
                mean / trace.cores(),
                Math.sqrt(variance) / trace.cores(),
                correlation(idle, 6, mean, variance),
                correlation(idle, 36, mean, variance),
                periods.length == 0 ? 0 : periods[periods.length / 2] * SAMPLE_MIN,
                Arrays.stream(periods).average().orElse(0) * SAMPLE_MIN);
    }

    private static double correlation(int[] idle, int lag, double mean, double variance) {
        double sum = 0;
        for (int i = lag; i < idle.length; i++) {
            sum += (idle[i] - mean) * (idle[i - lag] - mean);
        }
        return variance == 0 || idle.length <= lag ? 0 : sum / (idle.length - lag) / variance;
    }

    /** Lengths of idle periods of nodes in samples, sorted; only of those that ended. */
    private static int[] periods(int[] idleCores, int coresPerNode) {
        int most = Arrays.stream(idleCores).max().orElse(0) / coresPerNode;
        int[] since = new int[most];
        int idle = 0;
        int[] lengths = new int[Math.max(16, idleCores.length)];
        int count = 0;
        for (int i = 0; i < idleCores.length; i++) {
            int now = idleCores[i] / coresPerNode;
            for (; idle < now; idle++) {
                since[idle] = i;
            }
            for (; idle > now; idle--) {
                if (count == lengths.length) {
                    lengths = Arrays.copyOf(lengths, 2 * count);
                }
                lengths[count++] = i - since[idle - 1];
            }
        }
        int[] sorted = Arrays.copyOf(lengths, count);
        Arrays.sort(sorted);
        return sorted;
    }
}
