package org.rfaas.fabric;

import java.util.List;

/**
 * How to make a queue pair.
 *
 * @param completions receives the completions of sends, one-sided work and receives
 * @param depth how much work can be outstanding in each direction, 1 to {@value #MAX_DEPTH}; both sides must agree. A
 *     provider may accept more before it answers {@link PostResult#WOULD_BLOCK}
 * @param maxMessageBytes longest message {@link QueuePair#send} accepts; both sides must agree
 * @param offered regions of the connecting side that its peer is about to attach. A hint: a provider on which attaching is
 *     an exchange saves it then
 */
public record QueuePairOptions(
        CompletionQueue completions, int depth, int maxMessageBytes, List<MemoryRegion> offered) {
    public static final int MAX_DEPTH = 4096;
    public static final int MAX_MESSAGE_BYTES = 1 << 20;

    public QueuePairOptions {
        offered = List.copyOf(offered);
        if (depth < 1 || depth > MAX_DEPTH) {
            throw new IllegalArgumentException("queue pair depth " + depth + " is not in 1.." + MAX_DEPTH);
        }
        if (maxMessageBytes < 0 || maxMessageBytes > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException(
                    "message length " + maxMessageBytes + " is not in 0.." + MAX_MESSAGE_BYTES);
        }
    }

    /** Offers nothing. */
    public QueuePairOptions(CompletionQueue completions, int depth, int maxMessageBytes) {
        this(completions, depth, maxMessageBytes, List.of());
    }

    /**
     * Both ends of a queue pair must be made alike.
     *
     * @param theirDepth what the peer says of its end
     * @param theirMaxMessageBytes likewise
     * @throws FabricException when they are not
     */
    public void requireSame(int theirDepth, int theirMaxMessageBytes) {
        requireSame("queue pair depth", theirDepth, depth);
        requireSame("message length", theirMaxMessageBytes, maxMessageBytes);
    }

    private static void requireSame(String what, int theirs, int ours) {
        if (theirs != ours) {
            throw new FabricException("peer has " + what + " " + theirs + ", this side " + ours);
        }
    }
}
