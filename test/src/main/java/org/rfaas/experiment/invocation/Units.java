package org.rfaas.experiment.invocation;

/** Nanoseconds and bytes as the tables have them. */
final class Units {
    private Units() {}

    /** Whole KiB, or MiB where it is that many. */
    static String size(int bytes) {
        return bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
    }

    static double us(long ns) {
        return ns / 1e3;
    }

    static double ms(long ns) {
        return ns / 1e6;
    }

    static double mb(double bytes) {
        return bytes / 1e6;
    }
}
