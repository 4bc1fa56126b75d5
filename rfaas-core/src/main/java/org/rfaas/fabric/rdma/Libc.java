package org.rfaas.fabric.rdma;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.rfaas.fabric.FabricException;

/** What these providers need of the C library, which is always there. The methods allocate nothing unless they say so. */
public final class Libc {
    public static final int ENOMEM = 12;

    private static final int EFD_CLOEXEC_NONBLOCK = 0x80800;
    private static final int F_SETFL = 4;
    private static final int O_NONBLOCK = 0x800;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
    private static final int MADV_DONTFORK = 10;
    private static final long MAP_FAILED = -1;
    private static final long LONGEST_MESSAGE = 256;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = LINKER.defaultLookup();

    private static final MethodHandle PPOLL =
            handle("ppoll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
    private static final MethodHandle READ =
            handle("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            handle("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle STRERROR = handle("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    private static final NativeFunction EVENTFD =
            new NativeFunction(LIBRARY, "eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final NativeFunction CLOSE =
            new NativeFunction(LIBRARY, "close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle FCNTL = LINKER.downcallHandle(
            LIBRARY.findOrThrow("fcntl"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle MMAP = handle(
            "mmap", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final NativeFunction MADVISE =
            new NativeFunction(LIBRARY, "madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final NativeFunction MUNMAP =
            new NativeFunction(LIBRARY, "munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));

    private Libc() {}

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LIBRARY.findOrThrow(name), descriptor);
    }

    /** ppoll(2) without a signal mask. Interruptions and errors answer as "nothing is ready": callers look again. */
    public static int poll(MemorySegment descriptors, long count, MemorySegment timeout) {
        try {
            return (int) PPOLL.invokeExact(descriptors, count, timeout, MemorySegment.NULL);
        } catch (Throwable e) {
            throw new IllegalStateException("calling ppoll failed", e);
        }
    }

    /** read(2) of 8 bytes. */
    public static long read(int descriptor, MemorySegment into) {
        try {
            return (long) READ.invokeExact(descriptor, into, 8L);
        } catch (Throwable e) {
            throw new IllegalStateException("calling read failed", e);
        }
    }

    /** write(2) of 8 bytes. */
    public static long write(int descriptor, MemorySegment from) {
        try {
            return (long) WRITE.invokeExact(descriptor, from, 8L);
        } catch (Throwable e) {
            throw new IllegalStateException("calling write failed", e);
        }
    }

    /** A new eventfd(2), not blocking. Allocates. */
    public static int eventDescriptor() {
        return EVENTFD.number("cannot make an event descriptor; raise ulimit -n", 0, EFD_CLOEXEC_NONBLOCK);
    }

    public static void close(int descriptor) {
        CLOSE.attempt(descriptor);
    }

    /** From now on reads of the descriptor do not block. */
    public static void unblock(int descriptor) {
        try {
            if ((int) FCNTL.invokeExact(descriptor, F_SETFL, O_NONBLOCK) != 0) {
                throw new FabricException("cannot make descriptor " + descriptor + " non-blocking");
            }
        } catch (FabricException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("calling fcntl failed", e);
        }
    }

    /**
     * Maps zeroed memory, page aligned and not inherited by child processes, which could otherwise end up with the pages
     * a device writes to.
     *
     * @return its address, or 0 when there is not so much
     */
    public static long map(long bytes) {
        long address;
        try {
            address =
                    (long) MMAP.invokeExact(MemorySegment.NULL, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException("calling mmap failed", e);
        }
        if (address == MAP_FAILED) {
            return 0;
        }
        MADVISE.attempt(MemorySegment.ofAddress(address), bytes, MADV_DONTFORK);
        return address;
    }

    public static void unmap(long address, long bytes) {
        MUNMAP.attempt(MemorySegment.ofAddress(address), bytes);
    }

    /** What an error number means: "Cannot allocate memory (errno 12)". Allocates. */
    public static String describe(int errno) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
            return text.reinterpret(LONGEST_MESSAGE).getString(0) + " (errno " + errno + ")";
        } catch (Throwable e) {
            throw new IllegalStateException("calling strerror failed", e);
        }
    }
}
