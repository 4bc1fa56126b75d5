package org.rfaas.fabric.verbs;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.rfaas.fabric.rdma.Libc;

/**
 * Sleeps until a library's descriptor is readable, somebody calls {@link #wakeUp}, or the time is up (ppoll(2), and
 * eventfd(2) for the wake-up). One thread at a time sleeps; any thread wakes it. Allocates nothing.
 */
final class DescriptorWait implements AutoCloseable {
    private static final short POLLIN = 1;

    /** Two of {@code struct pollfd}: fd (i32), events (i16), revents (i16). */
    private static final long POLLFD_BYTES = 8;

    private static final long EVENTS = 4;
    private static final long RETURNED_EVENTS = 6;
    private static final long LONGEST_NS = TimeUnit.HOURS.toNanos(1);

    private final int wakeDescriptor = Libc.eventDescriptor();
    private final MemorySegment descriptors = Arena.ofAuto().allocate(2 * POLLFD_BYTES, Integer.BYTES);
    private final MemorySegment timeout = Arena.ofAuto().allocate(JAVA_LONG, 2);
    private final MemorySegment counter = Arena.ofAuto().allocate(JAVA_LONG);
    private final MemorySegment one = Arena.ofAuto().allocate(JAVA_LONG);
    private boolean closed;

    DescriptorWait(int descriptor) {
        watch(0, descriptor);
        watch(1, wakeDescriptor);
        one.set(JAVA_LONG, 0, 1L);
    }

    private void watch(int at, int descriptor) {
        descriptors.set(JAVA_INT, at * POLLFD_BYTES, descriptor);
        descriptors.set(JAVA_SHORT, at * POLLFD_BYTES + EVENTS, POLLIN);
    }

    /**
     * Sleeps; uses up the wake-ups so far.
     *
     * @return whether the library's descriptor is readable
     */
    boolean sleep(long timeoutNs) {
        long capped = Math.clamp(timeoutNs, 0, LONGEST_NS);
        timeout.setAtIndex(JAVA_LONG, 0, capped / 1_000_000_000L);
        timeout.setAtIndex(JAVA_LONG, 1, capped % 1_000_000_000L);
        if (Libc.poll(descriptors, 2, timeout) <= 0) {
            return false;
        }
        if (isReady(1)) {
            Libc.read(wakeDescriptor, counter);
        }
        return isReady(0);
    }

    private boolean isReady(int at) {
        return descriptors.get(JAVA_SHORT, at * POLLFD_BYTES + RETURNED_EVENTS) != 0;
    }

    /** Ends a sleep under way, or else the next one. */
    synchronized void wakeUp() {
        if (!closed) {
            Libc.write(wakeDescriptor, one);
        }
    }

    /** After the last sleep. Idempotent. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Libc.close(wakeDescriptor);
        }
    }
}
