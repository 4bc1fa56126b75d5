/**
 * The workers of a rank: threads that seek and keep leases, how many workers are wanted, and what has been put on each. Loops
 * see the {@link org.rfaas.offload.pool.WorkerPool} and its {@link org.rfaas.offload.pool.RemoteWorker workers}. Uses
 * {@code array}, {@code worker}, {@code report} and the options.
 */
@NullMarked
package org.rfaas.offload.pool;

import org.jspecify.annotations.NullMarked;
