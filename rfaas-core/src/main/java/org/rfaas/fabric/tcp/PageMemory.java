package org.rfaas.fabric.tcp;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import org.rfaas.fabric.FabricException;

/**
 * Zeroed pages of this process alone, by mmap(2): unlike {@link Arena#allocate} they do not count against the JVM's limit
 * for direct memory, which is that of the heap unless configured otherwise.
 */
final class PageMemory {
    private static final int PROT_READ_WRITE = 1 | 2;
    private static final int MAP_PRIVATE_ANONYMOUS = 2 | 0x20;
    private static final long MAP_FAILED = -1;
    private static final int ENOMEM = 12;
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(PathElement.groupElement("errno"));

    private static final MethodHandle MMAP = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("mmap"),
                    FunctionDescriptor.of(
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG),
                    Linker.Option.captureCallState("errno"));
    private static final MethodHandle MUNMAP = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("munmap"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));

    private PageMemory() {}

    /**
     * Maps pages that live as long as the arena.
     *
     * @throws FabricException when the system has not that much
     */
    static MemorySegment map(long bytes, Arena arena) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment state = call.allocate(CALL_STATE);
            MemorySegment pages = (MemorySegment)
                    MMAP.invokeExact(state, MemorySegment.NULL, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
            if (pages.address() == MAP_FAILED) {
                int errno = (int) ERRNO.get(state, 0L);
                String why = errno == ENOMEM
                        ? "the system or this process has not that much memory left; ask for less, or raise ulimit -v"
                        : "mmap failed with errno " + errno;
                throw new FabricException("cannot allocate a region of " + bytes + " bytes: " + why, errno, null);
            }
            return pages.reinterpret(bytes, arena, mapped -> unmap(mapped, bytes));
        } catch (FabricException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("mmap call failed", e);
        }
    }

    private static void unmap(MemorySegment pages, long bytes) {
        try {
            int ignored = (int) MUNMAP.invokeExact(pages, bytes);
        } catch (Throwable e) {
            throw new IllegalStateException("munmap call failed", e);
        }
    }
}
