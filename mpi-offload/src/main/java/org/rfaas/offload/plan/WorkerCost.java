package org.rfaas.offload.plan;

/**
 * What a worker costs.
 *
 * @param turnaround from the submission to the result
 * @param handling what the rank itself spends on sending and committing, during which it does not compute
 */
public record WorkerCost(Cost turnaround, Cost handling) {}
