package org.rfaas.executor.pipe;

import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.EndReason;

/** What an executor tells its manager. */
public sealed interface ExecutorReport {
    /** Listening for its client. */
    record Ready(FabricAddress address) implements ExecutorReport {}

    /** About to exit. */
    record Finished(EndReason reason) implements ExecutorReport {}
}
