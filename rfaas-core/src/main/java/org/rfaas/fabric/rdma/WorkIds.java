package org.rfaas.fabric.rdma;

/**
 * What the 64 bits that come back with a completion say: whether it is a receive (bit 63), the key of its queue pair in the
 * completion queue (31 bits), and for sends the low half of the slot's number. Receives complete in the order of posting,
 * so theirs need no number, and all of a queue pair's are alike.
 */
final class WorkIds {
    private static final int KEY_SHIFT = Integer.SIZE;
    private static final long RECEIVE = Long.MIN_VALUE;

    private WorkIds() {}

    static long ofReceives(int key) {
        return RECEIVE | ((long) key << KEY_SHIFT);
    }

    static long ofSend(int key, long number) {
        return ((long) key << KEY_SHIFT) | (number & 0xffff_ffffL);
    }

    static boolean isReceive(long id) {
        return id < 0;
    }

    static int key(long id) {
        return (int) (id >>> KEY_SHIFT) & Integer.MAX_VALUE;
    }

    /**
     * The number of a send's slot.
     *
     * @param near a number no farther than 2^31 from it
     */
    static long number(long id, long near) {
        return near + ((int) id - (int) near);
    }
}
