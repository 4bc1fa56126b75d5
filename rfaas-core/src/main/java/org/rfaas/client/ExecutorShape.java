package org.rfaas.client;

/**
 * How an executor's workers are laid out.
 *
 * @param slots input slots a worker: how many invocations can be in flight on it
 * @param slotBytes payload capacity of a slot
 * @param hotTimeoutNs how long a worker polls after an invocation before it blocks; 0 is always warm, {@link
 *     Long#MAX_VALUE} always hot
 */
public record ExecutorShape(int slots, int slotBytes, long hotTimeoutNs) {
    public ExecutorShape {
        if (slots < 1 || slotBytes < 1 || hotTimeoutNs < 0) {
            throw new IllegalArgumentException(
                    slots + " slots of " + slotBytes + " bytes, hot for " + hotTimeoutNs + " ns");
        }
    }
}
