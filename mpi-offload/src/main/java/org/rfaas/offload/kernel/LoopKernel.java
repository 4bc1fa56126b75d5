package org.rfaas.offload.kernel;

/**
 * The body of a counted loop whose iterations are independent of each other.
 *
 * <p>Make it a top-level class with a no-argument constructor and without state: a nested class drags its outer class into
 * the bundle, and a field set on the rank is not there on the worker. Indices are global on both sides: iteration {@code
 * i} uses the same element numbers wherever it runs.
 */
@FunctionalInterface
public interface LoopKernel {
    /**
     * Runs the iterations {@code lo <= i < hi}.
     *
     * @param lo first iteration
     * @param hi end of the iterations, exclusive
     * @param arguments the loop's arrays and scalars, in the order in which the loop declares them
     */
    void run(int lo, int hi, LoopArguments arguments);
}
