package org.rfaas.executor.pipe;

import java.util.Optional;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.function.FunctionKey;

/** What an executor tells its manager. */
public sealed interface ExecutorReport {
    /**
     * Has served a warm-up to its end, and waits for the next command.
     *
     * @param address where it listens for the client of its lease already; empty when there are more warm-ups, or its
     *     lease decides where
     */
    record WarmedUp(Optional<FabricAddress> address) implements ExecutorReport {}

    /** Listening for its client, which it has not said before. */
    record Ready(FabricAddress address) implements ExecutorReport {}

    /** Wants code that the node may have; answered by {@link ExecutorCommand.Code}. */
    record CodeWanted(FunctionKey key) implements ExecutorReport {}

    /** Got this code from its client: the node may keep it. The manager believes nothing of it but what it hashes. */
    record CodeOffered(FunctionKey key, byte[] code) implements ExecutorReport {
        /** Longer code is not offered: the manager holds it in its memory for a moment. */
        public static final int MAX_BYTES = 16 << 20;

        public CodeOffered {
            if (code.length > MAX_BYTES) {
                throw new IllegalArgumentException("an offer of " + code.length + " bytes of code");
            }
        }
    }

    /** About to exit because it cannot go on, for this reason. */
    record Failed(String reason) implements ExecutorReport {}

    /** About to exit, its client having disconnected or never come: not a crash. */
    record Finished() implements ExecutorReport {}
}
