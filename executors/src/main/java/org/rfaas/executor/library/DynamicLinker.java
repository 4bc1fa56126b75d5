package org.rfaas.executor.library;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.rfaas.function.CodeProblem;
import org.rfaas.function.FunctionCodeException;

/**
 * dlopen(3) and what it needs. Not {@link SymbolLookup#libraryLookup}: that one resolves symbols lazily, so that a missing
 * one kills the process at the first call, and does not say why it failed.
 */
final class DynamicLinker {
    private static final int RTLD_NOW = 2;
    private static final int MFD_CLOEXEC = 1;
    private static final long LONGEST_MESSAGE = 4096;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle DLOPEN =
            handle("dlopen", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle DLSYM =
            handle("dlsym", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    private static final MethodHandle DLERROR = handle("dlerror", FunctionDescriptor.of(ValueLayout.ADDRESS));
    private static final MethodHandle MEMFD_CREATE = handle(
            "memfd_create", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));

    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private DynamicLinker() {}

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
    }

    /**
     * Loads a library from memory, and runs its constructors.
     *
     * <p>It is loaded from a memfd_create(2) file, so nothing lies about in a folder. The file of a library that was loaded stays
     * open as long as the process lives: the linker knows libraries by their path, and would take the next one under a reused
     * descriptor for this one.
     *
     * @return the library's handle
     * @throws FunctionCodeException when something it needs is missing
     */
    static MemorySegment open(String name, byte[] file) {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) MEMFD_CREATE.invokeExact(arena.allocateFrom(name), MFD_CLOEXEC);
            if (descriptor < 0) {
                throw new FunctionCodeException(
                        CodeProblem.UNUSABLE, "no memory file can be made for a library; raise ulimit -n");
            }
            try {
                return open(descriptor, arena.allocateFrom(ValueLayout.JAVA_BYTE, file), arena);
            } catch (Throwable e) {
                int _ = (int) CLOSE.invokeExact(descriptor);
                throw e;
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("loading a library failed", e);
        }
    }

    private static MemorySegment open(int descriptor, MemorySegment file, Arena arena) throws Throwable {
        if (!SystemWrite.all(descriptor, file)) {
            throw new FunctionCodeException(CodeProblem.TOO_LARGE, "the node has no memory for the library");
        }
        MemorySegment path = arena.allocateFrom("/proc/self/fd/" + descriptor);
        MemorySegment library = (MemorySegment) DLOPEN.invokeExact(path, RTLD_NOW);
        if (library.address() == 0) {
            throw new FunctionCodeException(CodeProblem.UNRESOLVED, "the node cannot load the library: " + lastError());
        }
        return library;
    }

    /** Address of a function, which the library was checked to have. */
    static MemorySegment find(MemorySegment library, String symbol) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = (MemorySegment) DLSYM.invokeExact(library, arena.allocateFrom(symbol));
            if (address.address() == 0) {
                throw new FunctionCodeException(CodeProblem.UNKNOWN_SYMBOL, lastError());
            }
            return address;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("looking for " + symbol + " failed", e);
        }
    }

    private static String lastError() throws Throwable {
        MemorySegment text = (MemorySegment) DLERROR.invokeExact();
        return text.address() == 0
                ? "no reason given"
                : text.reinterpret(LONGEST_MESSAGE).getString(0);
    }
}
