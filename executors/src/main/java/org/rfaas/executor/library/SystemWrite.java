package org.rfaas.executor.library;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** write(2). */
final class SystemWrite {
    private static final MethodHandle WRITE = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("write"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));

    private SystemWrite() {}

    /** Writes everything; false when the descriptor takes no more. */
    static boolean all(int descriptor, MemorySegment content) {
        for (long at = 0; at < content.byteSize(); ) {
            MemorySegment rest = content.asSlice(at);
            long written;
            try {
                written = (long) WRITE.invokeExact(descriptor, rest, rest.byteSize());
            } catch (Throwable e) {
                throw new IllegalStateException("calling write failed", e);
            }
            if (written <= 0) {
                return false;
            }
            at += written;
        }
        return true;
    }
}
