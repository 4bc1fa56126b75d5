package org.rfaas.accounting;

/**
 * What workers did for a lease, in all since it was granted.
 *
 * @param executionNs time functions ran, system functions included, summed over the workers
 * @param hotPollingNs time workers polled for the next invocation, summed over the workers
 * @param invocations functions run, failed ones included
 * @param bytes input and output of invocations; data written to resident buffers one-sided passes no worker
 */
public record Usage(long executionNs, long hotPollingNs, long invocations, long bytes) {
    public static final Usage NONE = new Usage(0, 0, 0, 0);

    public Usage {
        if (executionNs < 0 || hotPollingNs < 0 || invocations < 0 || bytes < 0) {
            throw new IllegalArgumentException("a usage of " + executionNs + " ns, " + hotPollingNs + " ns hot, "
                    + invocations + " invocations, " + bytes + " bytes");
        }
    }

    /** Both together. */
    public Usage plus(Usage other) {
        return new Usage(
                sum(executionNs, other.executionNs),
                sum(hotPollingNs, other.hotPollingNs),
                sum(invocations, other.invocations),
                sum(bytes, other.bytes));
    }

    /** No more than fits: a counter may be anything an executor has scribbled over its page. */
    private static long sum(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** The later of two states of the same counters: none of them ever falls. */
    public Usage latest(Usage other) {
        return new Usage(
                Math.max(executionNs, other.executionNs),
                Math.max(hotPollingNs, other.hotPollingNs),
                Math.max(invocations, other.invocations),
                Math.max(bytes, other.bytes));
    }
}
