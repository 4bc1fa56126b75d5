package org.rfaas.offload.array;

import java.util.concurrent.atomic.AtomicLong;

/**
 * One of the rank's arrays as far as workers' copies go: who it is, and what of it changed. Does not hold the array, so that
 * copies can die with it.
 */
public final class TrackedArray {
    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();
    private final TouchLog log = new TouchLog();

    long id() {
        return id;
    }

    /** Another after each change. */
    public long version() {
        return log.version();
    }

    /** Changes, in units: elements, or rows. */
    TouchLog log() {
        return log;
    }

    /** Units {@code [first, end)} changed; where nobody has a copy, that alone is noted. */
    public void touch(long first, long end) {
        log.touch(first, end);
    }

    /** All of it changed. */
    public void touch() {
        log.touch(0, Long.MAX_VALUE);
    }
}
