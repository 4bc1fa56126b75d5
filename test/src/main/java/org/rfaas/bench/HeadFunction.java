package org.rfaas.bench;

import java.lang.foreign.MemorySegment;
import org.rfaas.function.Invocation;
import org.rfaas.function.RemoteFunction;

/** Answers with the first eight bytes of its input. */
public final class HeadFunction implements RemoteFunction {
    @Override
    public int invoke(Invocation invocation) {
        MemorySegment.copy(invocation.input(), 0, invocation.output(), 0, Long.BYTES);
        return Long.BYTES;
    }
}
