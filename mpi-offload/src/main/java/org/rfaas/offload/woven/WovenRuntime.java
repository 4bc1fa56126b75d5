package org.rfaas.offload.woven;

/** Who shares woven loops with workers; made known with {@link WovenLoop#install}. */
public interface WovenRuntime {
    /** Called once for each loop, at its first call. */
    LoopSite open(WovenLoop loop);

    /** An array, or one of rows, changed outside of an offloaded loop; it may be unknown here. */
    void touch(Object array);

    /** The elements, or rows, {@code [first, end)} of an array changed; who keeps no account of parts takes all for changed. */
    default void touch(Object array, int first, int end) {
        touch(array);
    }
}
