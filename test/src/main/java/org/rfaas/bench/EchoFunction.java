package org.rfaas.bench;

import java.lang.foreign.MemorySegment;
import org.rfaas.function.Invocation;
import org.rfaas.function.RemoteFunction;

/** Copies its input to its output. */
public final class EchoFunction implements RemoteFunction {
    @Override
    public int invoke(Invocation invocation) {
        int bytes = invocation.inputBytes();
        MemorySegment.copy(invocation.input(), 0, invocation.output(), 0, bytes);
        return bytes;
    }
}
