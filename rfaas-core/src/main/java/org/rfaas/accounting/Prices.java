package org.rfaas.accounting;

/**
 * What things cost, per hour, in a unit of the operator's choice (rFaaS paper, section on billing):
 * {@code cost = a * allocated core-time * memory share + b * execution + c * hot polling}.
 *
 * @param coreHour {@code a}: a core held for an hour, with the standard memory of a core
 * @param executionHour {@code b}: an hour of execution on one core
 * @param hotPollingHour {@code c}: an hour of hot polling on one core
 * @param standardMemoryBytes memory of a core for which the memory share is 1: {@code memory share = memory / cores /
 *     standard memory}
 */
public record Prices(double coreHour, double executionHour, double hotPollingHour, long standardMemoryBytes) {
    public Prices {
        requirePrice(coreHour);
        requirePrice(executionHour);
        requirePrice(hotPollingHour);
        if (standardMemoryBytes < 1) {
            throw new IllegalArgumentException("a standard memory of " + standardMemoryBytes + " bytes");
        }
    }

    /** Whether it can be a price. */
    public static boolean isPrice(double price) {
        return price >= 0 && price < 1e12;
    }

    private static void requirePrice(double price) {
        if (!isPrice(price)) {
            throw new IllegalArgumentException("a price of " + price + "; a price is 0 or more");
        }
    }
}
