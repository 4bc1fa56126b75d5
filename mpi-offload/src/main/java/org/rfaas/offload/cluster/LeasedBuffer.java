package org.rfaas.offload.cluster;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.rfaas.client.ResidentBuffer;
import org.rfaas.offload.worker.ResidentPort;

/** A resident buffer of a worker. */
record LeasedBuffer(ResidentBuffer buffer, ExecutorCalls executor) implements ResidentPort {
    @Override
    public int id() {
        return buffer.id();
    }

    @Override
    public long bytes() {
        return buffer.bytes();
    }

    @Override
    public void write(long offset, List<MemorySegment> parts) {
        executor.run(() -> buffer.write(offset, parts));
    }

    @Override
    public void close() {
        executor.run(buffer::close);
    }
}
