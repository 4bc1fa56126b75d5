package org.rfaas.bench.loops;

/** A loop to measure, with its data. Has a public constructor without parameters; is loaded twice, plain and woven. */
public interface LoopTrial {
    /** Runs the loop once. */
    void run();

    /** A number made of all results, to compare by. */
    double checksum();
}
