package org.rfaas.offload.loop;

import org.rfaas.offload.worker.WorkerLostException;

/** By when a worker has to give its next answer, or counts as lost. Starts anew with each answer. */
final class AnswerDeadline {
    /** So many times the expected time a worker may take for an answer. */
    private static final long TIMES_EXPECTED = 10;

    private long timeoutNs;
    private long progressNs;

    /**
     * How long a worker may take for an answer, ns.
     *
     * @param leastNs however short it should take
     * @param expectedNs time it should take
     */
    static long timeoutFor(long leastNs, double expectedNs) {
        return Math.max(leastNs, (long) (TIMES_EXPECTED * expectedNs));
    }

    /** Starts with an answer that may take so long. */
    void start(long answerTimeoutNs) {
        timeoutNs = answerTimeoutNs;
        progressed(System.nanoTime());
    }

    /** The worker has answered, or was given more to do, at that time. */
    void progressed(long nowNs) {
        progressNs = nowNs;
    }

    /** The worker has computed for so long: one that is slower than was thought is not lost. */
    void allowFor(long executionNs) {
        timeoutNs = Math.max(timeoutNs, TIMES_EXPECTED * executionNs);
    }

    /** How long an answer may take, ns. */
    long timeoutNs() {
        return timeoutNs;
    }

    /**
     * The time that is left for the next answer, ns.
     *
     * @throws WorkerLostException when there is none
     */
    long requireInTime() {
        long leftNs = progressNs + timeoutNs - System.nanoTime();
        if (leftNs <= 0) {
            throw late();
        }
        return leftNs;
    }

    /** What to throw when an answer did not come in time. */
    WorkerLostException late() {
        return new WorkerLostException("no answer in " + timeoutNs / 1_000_000 + " ms");
    }
}
