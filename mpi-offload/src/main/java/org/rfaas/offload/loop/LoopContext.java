package org.rfaas.offload.loop;

import org.rfaas.offload.OffloadOptions;
import org.rfaas.offload.pool.WorkerPool;
import org.rfaas.offload.report.Counters;

/** What the loops of a rank share. */
public record LoopContext(OffloadOptions options, WorkerPool pool, Counters counters) {}
