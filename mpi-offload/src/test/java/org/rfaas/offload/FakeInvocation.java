package org.rfaas.offload;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.rfaas.function.Invocation;

/** A call of a function on memory of this process. */
public record FakeInvocation(
        MemorySegment input, int inputBytes, MemorySegment output, Map<Integer, MemorySegment> residents)
        implements Invocation {
    @Override
    public MemorySegment resident(int bufferId) {
        MemorySegment memory = residents.get(bufferId);
        if (memory == null) {
            throw new IllegalArgumentException("no buffer " + bufferId);
        }
        return memory;
    }
}
