package org.rfaas.offload;

import java.lang.foreign.MemorySegment;
import org.rfaas.offload.kernel.BlockCopy;
import org.rfaas.offload.kernel.ElementKind;
import org.rfaas.offload.kernel.FrameWriter;
import org.rfaas.offload.kernel.LoopArguments;
import org.rfaas.offload.plan.Access;
import org.rfaas.offload.plan.Blocks;

/** Writes the request of a chunk, and commits its answer to the rank's arrays. */
final class ChunkCodec {
    private final LoopArgument[] arguments;
    private final LoopArguments scalars;
    private final FrameWriter writer;

    /** A codec that reads {@code arguments} and {@code scalars} anew for each chunk. */
    ChunkCodec(LoopArgument[] arguments, LoopArguments scalars, FrameWriter writer) {
        this.arguments = arguments;
        this.scalars = scalars;
        this.writer = writer;
    }

    long payloadOffset() {
        return writer.payloadOffset();
    }

    void write(ChunkLayout chunk, MemorySegment input, RemoteWorker worker) {
        writer.start(input, chunk.lo(), chunk.hi(), chunk.answerBytes());
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case LoopArgument.OfDouble _ -> writer.addScalar(scalars.doubleScalar(i));
                case LoopArgument.OfLong _ -> writer.addScalar(scalars.scalar(i));
                case LoopArgument.OfArray argument -> write(i, argument, chunk, input, worker);
            }
        }
    }

    private void write(
            int i, LoopArgument.OfArray argument, ChunkLayout chunk, MemorySegment input, RemoteWorker worker) {
        Blocks blocks = chunk.blocks(i);
        ElementKind kind = argument.array().kind();
        int block = chunk.isPacked(i) ? (int) blocks.blockLength() : 0;
        int stride = chunk.isPacked(i) ? (int) blocks.stride() : 0;
        switch (argument.access()) {
            case READ -> {
                Residence residence = worker.residence(argument.array());
                long offset = blocks.isEmpty() ? 0 : residence.offset(blocks.first());
                writer.addResident(kind, residence.bufferId(), blocks.first(), blocks.hull(), offset);
            }
            case WRITE -> writer.addAnswer(kind, blocks.first(), blocks.hull(), chunk.answerOffset(i), block, stride);
            case UPDATE -> {
                copyIn(argument.array(), blocks, chunk.isPacked(i), input, chunk.inputOffset(i));
                writer.addBoth(
                        kind,
                        blocks.first(),
                        blocks.hull(),
                        chunk.inputOffset(i),
                        chunk.answerOffset(i),
                        block,
                        stride);
            }
        }
    }

    /**
     * Copies what the chunk's iterations wrote, and nothing else, from an answer into the rank's arrays.
     *
     * @return bytes copied
     */
    long commit(ChunkLayout chunk, MemorySegment answer) {
        long bytes = 0;
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof LoopArgument.OfArray argument && argument.access() != Access.READ) {
                bytes += copyOut(argument.array(), chunk.blocks(i), chunk.isPacked(i), answer, chunk.answerOffset(i));
            }
        }
        return bytes;
    }

    private static void copyIn(OffloadArray array, Blocks blocks, boolean isPacked, MemorySegment input, long offset) {
        long size = array.kind().bytes();
        long from = blocks.first() * size;
        if (isPacked) {
            long block = blocks.blockLength() * size;
            BlockCopy.copy(
                    array.memory(),
                    from,
                    blocks.stride() * size,
                    input,
                    offset,
                    block,
                    block,
                    blocks.elements() * size);
        } else {
            MemorySegment.copy(array.memory(), from, input, offset, blocks.hull() * size);
        }
    }

    private static long copyOut(
            OffloadArray array, Blocks blocks, boolean isPacked, MemorySegment answer, long offset) {
        if (blocks.isEmpty()) {
            return 0;
        }
        long size = array.kind().bytes();
        long block = blocks.blockLength() * size;
        long stride = blocks.count() == 1 ? block : blocks.stride() * size;
        long bytes = blocks.elements() * size;
        BlockCopy.copy(
                answer, offset, isPacked ? block : stride, array.memory(), blocks.first() * size, stride, block, bytes);
        return bytes;
    }
}
