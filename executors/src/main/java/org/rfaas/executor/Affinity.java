package org.rfaas.executor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** sched_setaffinity(2) for the calling thread. */
final class Affinity {
    private static final Logger LOG = LoggerFactory.getLogger(Affinity.class);
    private static final int THIS_THREAD = 0;
    private static final int MASK_BITS = 8192;

    private Affinity() {}

    /** Keeps the calling thread on one processor; without the right to it, it goes where it likes. */
    static void pin(int cpu) {
        if (cpu < 0 || cpu >= MASK_BITS) {
            throw new IllegalArgumentException("processor " + cpu);
        }
        MethodHandle setAffinity = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("sched_setaffinity"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocate(MASK_BITS / Byte.SIZE, Long.BYTES);
            mask.setAtIndex(ValueLayout.JAVA_LONG, cpu / Long.SIZE, 1L << (cpu % Long.SIZE));
            if ((int) setAffinity.invokeExact(THIS_THREAD, mask.byteSize(), mask) != 0) {
                LOG.warn(
                        "{} cannot be pinned to processor {}",
                        Thread.currentThread().getName(),
                        cpu);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("calling sched_setaffinity failed", e);
        }
    }
}
