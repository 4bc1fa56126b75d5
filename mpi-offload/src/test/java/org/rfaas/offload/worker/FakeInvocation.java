package org.rfaas.offload.worker;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.rfaas.function.Invocation;

/** A call of a function on memory of this process. */
public final class FakeInvocation implements Invocation {
    private final MemorySegment input;
    private final int inputBytes;
    private final MemorySegment output;
    private final Map<Integer, MemorySegment> residents;
    private long returnedOffset;
    private long returnedBytes;

    public FakeInvocation(
            MemorySegment input, int inputBytes, MemorySegment output, Map<Integer, MemorySegment> residents) {
        this.input = input;
        this.inputBytes = inputBytes;
        this.output = output;
        this.residents = residents;
    }

    @Override
    public MemorySegment input() {
        return input;
    }

    @Override
    public int inputBytes() {
        return inputBytes;
    }

    @Override
    public MemorySegment output() {
        return output;
    }

    @Override
    public void returnInput(long offset, long bytes) {
        returnedOffset = offset;
        returnedBytes = input.asSlice(0, inputBytes).asSlice(offset, bytes).byteSize();
    }

    /** Copies what was returned of the input to where that was composed. */
    public void copyReturned(MemorySegment client) {
        MemorySegment.copy(input, returnedOffset, client, returnedOffset, returnedBytes);
    }

    @Override
    public MemorySegment resident(int bufferId) {
        MemorySegment memory = residents.get(bufferId);
        if (memory == null) {
            throw new IllegalArgumentException("no buffer " + bufferId);
        }
        return memory;
    }
}
