package org.rfaas.executor.pipe;

import org.rfaas.fabric.FabricAddress;

/** What an executor tells its manager. */
public sealed interface ExecutorReport {
    /** Has run the hot path once and waits for its assignment; only if it was started to do so. */
    record Rehearsed() implements ExecutorReport {}

    /** Listening for its client. */
    record Ready(FabricAddress address) implements ExecutorReport {}

    /** About to exit because it cannot go on, for this reason. */
    record Failed(String reason) implements ExecutorReport {}

    /** About to exit, its client having disconnected or never come: not a crash. */
    record Finished() implements ExecutorReport {}
}
