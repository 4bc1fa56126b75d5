package org.rfaas.executor.pipe;

import org.rfaas.fabric.FabricAddress;

/** What an executor tells its manager. */
public sealed interface ExecutorReport {
    /** Listening for its client. */
    record Ready(FabricAddress address) implements ExecutorReport {}

    /** About to exit, its client having disconnected or never come: not a crash. */
    record Finished() implements ExecutorReport {}
}
