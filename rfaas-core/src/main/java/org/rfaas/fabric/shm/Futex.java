package org.rfaas.fabric.shm;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;

/**
 * futex(2) on a 32-bit word of shared memory, between processes.
 *
 * <p>Errors of the call (EAGAIN, EINTR, ETIMEDOUT) all mean "look again" to a caller that re-checks its condition in a
 * loop, so they are not told apart.
 */
final class Futex {
    private static final int FUTEX_WAIT = 0;
    private static final int FUTEX_WAKE = 1;
    private static final long SYSCALL_NUMBER =
            switch (System.getProperty("os.name") + "/" + System.getProperty("os.arch")) {
                case "Linux/amd64", "Linux/x86_64" -> 202;
                case "Linux/aarch64" -> 98;
                default -> -1;
            };
    private static final long MAX_WAIT_NS = TimeUnit.HOURS.toNanos(1);

    private static final MethodHandle SYSCALL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_INT),
                    Linker.Option.firstVariadicArg(1));

    private final MemorySegment word;
    private final MemorySegment timeout = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG, 2);

    /**
     * @param word 4 bytes, 4-byte aligned
     */
    Futex(MemorySegment word) {
        this.word = word;
    }

    static boolean isSupported() {
        return SYSCALL_NUMBER >= 0;
    }

    /** Sleeps while the word is {@code expected}, at most {@code timeoutNs}; may return early. One thread at a time. */
    void awaitChange(int expected, long timeoutNs) {
        long capped = Math.min(timeoutNs, MAX_WAIT_NS);
        timeout.setAtIndex(ValueLayout.JAVA_LONG, 0, capped / 1_000_000_000L);
        timeout.setAtIndex(ValueLayout.JAVA_LONG, 1, capped % 1_000_000_000L);
        call(FUTEX_WAIT, expected, timeout);
    }

    void wakeOne() {
        call(FUTEX_WAKE, 1, MemorySegment.NULL);
    }

    private void call(int operation, int value, MemorySegment wait) {
        try {
            long ignored =
                    (long) SYSCALL.invokeExact(SYSCALL_NUMBER, word, operation, value, wait, MemorySegment.NULL, 0);
        } catch (Throwable e) {
            throw new IllegalStateException("futex call failed", e);
        }
    }
}
