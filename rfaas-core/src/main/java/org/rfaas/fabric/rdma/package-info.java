/**
 * What the providers over RDMA devices have in common, whatever library they reach the device by: queue pairs, completion
 * queues and memory regions in the words of {@code org.rfaas.fabric}, made of a {@code DeviceQueuePair} and a {@code
 * DeviceCompletionQueue}, which a provider implements.
 *
 * <p>The way of work: a queue pair enters it in its send or receive slots and gives it to the device; the completion queue
 * takes the device's entries, finds the queue pair by the key in the entry's id, and the queue pair's completions name the
 * slot's work. After a failure the queue pair flushes what the device does not report.
 */
@NullMarked
package org.rfaas.fabric.rdma;

import org.jspecify.annotations.NullMarked;
