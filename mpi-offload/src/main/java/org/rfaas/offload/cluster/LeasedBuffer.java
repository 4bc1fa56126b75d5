package org.rfaas.offload.cluster;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.rfaas.client.InvocationException;
import org.rfaas.client.ResidentBuffer;
import org.rfaas.offload.worker.ResidentPort;

/** A resident buffer of a worker. */
record LeasedBuffer(ResidentBuffer buffer) implements ResidentPort {
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
        try {
            buffer.write(offset, parts);
        } catch (InvocationException e) {
            throw ClientFailures.translate(e);
        }
    }

    @Override
    public void close() {
        try {
            buffer.close();
        } catch (InvocationException e) {
            throw ClientFailures.translate(e);
        }
    }
}
