package org.rfaas.executor.library;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.rfaas.function.Invocation;
import org.rfaas.function.RemoteFunction;

/**
 * Calls {@code uint32_t f(void* input, uint32_t bytes, void* output)} on the slots' own memory: no copy, no allocation. The
 * address is a parameter of the call, so that one constant method handle, which the compiler sees through, serves all.
 */
final class NativeCall implements RemoteFunction {
    private static final MethodHandle CALL = Linker.nativeLinker()
            .downcallHandle(FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

    private final MemorySegment function;
    private final String name;

    NativeCall(MemorySegment function, String name) {
        this.function = function;
        this.name = name;
    }

    @Override
    public int invoke(Invocation invocation) {
        try {
            return (int) CALL.invokeExact(function, invocation.input(), invocation.inputBytes(), invocation.output());
        } catch (Throwable e) {
            throw new IllegalStateException("calling " + name + " failed", e);
        }
    }
}
