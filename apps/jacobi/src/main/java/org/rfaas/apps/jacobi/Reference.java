package org.rfaas.apps.jacobi;

/** The textbook's iteration over the whole system, in plain sequential Java. */
final class Reference {
    /** Rounding differs between the textbook's form and the sweep's, which corrects x by its residual. */
    static final double TOLERANCE = 1e-9;

    private Reference() {}

    /** x after so many iterations from zero. */
    static double[] solve(LinearSystem whole, int iterations) {
        double[] x = new double[whole.rows().of()];
        double[] next = new double[x.length];
        for (int k = 0; k < iterations; k++) {
            whole.referenceStep(x, next);
            double[] former = x;
            x = next;
            next = former;
        }
        return x;
    }
}
