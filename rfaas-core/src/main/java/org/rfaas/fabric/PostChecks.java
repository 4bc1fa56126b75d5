package org.rfaas.fabric;

import java.util.Objects;

/** What queue pairs of every provider refuse before they post: mistakes of the caller. Allocates nothing unless it throws. */
public final class PostChecks {
    private PostChecks() {}

    /**
     * The bytes lie in the region.
     *
     * @param ours whether the region belongs to the queue pair's fabric
     */
    public static void requireLocal(boolean ours, long regionBytes, long offset, long bytes) {
        if (!ours) {
            throw new IllegalArgumentException("the memory region belongs to another fabric");
        }
        Objects.checkFromIndexSize(offset, bytes, regionBytes);
    }

    /**
     * The remote region was attached here.
     *
     * @param ours whether it was attached through this queue pair
     */
    public static void requireRemote(boolean ours) {
        if (!ours) {
            throw new IllegalArgumentException("the remote region was attached through another queue pair");
        }
    }

    /**
     * The region, local or remote, has not been closed at this end.
     *
     * @param open whether it is open, or the connection has ended and nothing is done with it any more
     */
    public static void requireOpen(boolean open) {
        if (!open) {
            throw new IllegalStateException("the memory region is closed");
        }
    }

    /** A message is no longer than was agreed. */
    public static void requireMessage(int bytes, int maxMessageBytes) {
        if (bytes > maxMessageBytes) {
            throw new IndexOutOfBoundsException(
                    "a message of " + bytes + " bytes; this queue pair carries " + maxMessageBytes);
        }
    }

    /** A fetch-and-add meets whole words. */
    public static void requireWords(long localOffset, long remoteOffset) {
        if ((localOffset & 7) != 0 || (remoteOffset & 7) != 0) {
            throw new IllegalArgumentException(
                    "fetch-and-add needs multiples of 8, not offsets " + localOffset + " and " + remoteOffset);
        }
    }
}
