package org.rfaas.fabric.rdma;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import org.rfaas.fabric.FabricException;

/** A C function of the control path: called with errno captured and arguments boxed; a failure becomes an exception. */
public final class NativeFunction {
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final String name;
    private final MethodHandle handle;

    /**
     * @throws java.util.NoSuchElementException when the library has no such function
     */
    public NativeFunction(SymbolLookup library, String name, FunctionDescriptor descriptor) {
        this.name = name;
        this.handle = Linker.nativeLinker()
                .downcallHandle(library.findOrThrow(name), descriptor, Linker.Option.captureCallState("errno"))
                .asSpreader(Object[].class, descriptor.argumentLayouts().size() + 1);
    }

    /**
     * Calls a function that answers 0 on success, and else the error number, or -1 with errno set.
     *
     * @param purpose what fails when the call does, for the message: "cannot listen on …"
     */
    public void call(String purpose, Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            int result = (int) invoke(state, arguments);
            if (result != 0) {
                throw failure(purpose, result > 0 ? result : errno(state));
            }
        }
    }

    /** Calls a function that answers a pointer, null on failure. */
    public MemorySegment pointer(String purpose, Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            MemorySegment result = (MemorySegment) invoke(state, arguments);
            if (result.address() == 0) {
                throw failure(purpose, errno(state));
            }
            return result;
        }
    }

    /** Calls a function that answers a number of at least 0, and -1 on failure. */
    public int number(String purpose, Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CALL_STATE);
            int result = (int) invoke(state, arguments);
            if (result < 0) {
                throw failure(purpose, errno(state));
            }
            return result;
        }
    }

    /** Calls a function whose failure is no news, as of one that takes down what may be gone already. */
    public Object attempt(Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            return invoke(arena.allocate(CALL_STATE), arguments);
        }
    }

    private Object invoke(MemorySegment state, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = state;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        try {
            Object result = handle.invoke(all);
            return result == null ? 0 : result;
        } catch (Throwable e) {
            throw new IllegalStateException("calling " + name + " failed", e);
        }
    }

    private FabricException failure(String purpose, int errno) {
        return new FabricException(purpose + ": " + name + ": " + Libc.describe(errno), errno, null);
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }
}
