package org.rfaas.offload.array;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.rfaas.offload.kernel.BlockCopy;
import org.rfaas.offload.plan.Blocks;
import org.rfaas.offload.worker.ResidentPort;

/** A primitive array. */
record FlatStorage(MemorySegment memory, int elementBytes) implements ArrayStorage {
    @Override
    public long length() {
        return memory.byteSize() / elementBytes;
    }

    @Override
    public void copyOut(Blocks blocks, boolean isPacked, MemorySegment into, long offset) {
        long from = blocks.first() * elementBytes;
        if (isPacked) {
            long block = blocks.blockLength() * elementBytes;
            BlockCopy.copy(memory, from, blocks.stride() * elementBytes, into, offset, block, block, bytes(blocks));
        } else {
            MemorySegment.copy(memory, from, into, offset, blocks.hull() * elementBytes);
        }
    }

    @Override
    public long copyIn(Blocks blocks, boolean isPacked, MemorySegment from, long offset) {
        if (blocks.isEmpty()) {
            return 0;
        }
        long block = blocks.blockLength() * elementBytes;
        long stride = blocks.count() == 1 ? block : blocks.stride() * elementBytes;
        long first = blocks.first() * elementBytes;
        BlockCopy.copy(from, offset, isPacked ? block : stride, memory, first, stride, block, bytes(blocks));
        return bytes(blocks);
    }

    @Override
    public void send(long first, long end, ResidentPort port, long offset) {
        port.write(offset, List.of(memory.asSlice(first * elementBytes, (end - first) * elementBytes)));
    }

    private long bytes(Blocks blocks) {
        return blocks.elements() * elementBytes;
    }
}
