package org.rfaas.offload.loop;

import java.lang.foreign.MemorySegment;
import org.rfaas.offload.array.ArrayStorage;
import org.rfaas.offload.array.LoopArray;
import org.rfaas.offload.array.Residence;
import org.rfaas.offload.kernel.ArrayForm;
import org.rfaas.offload.kernel.FrameWriter;
import org.rfaas.offload.kernel.LoopFrame;
import org.rfaas.offload.plan.Blocks;
import org.rfaas.offload.pool.RemoteWorker;
import org.rfaas.offload.woven.Reduction;

/** Writes the request of a chunk, and commits its answer to the rank's arrays and results. */
final class ChunkCodec {
    private final LoopArgument[] arguments;
    private final long[] scalars;
    private final long[] results;
    private final FrameWriter writer;
    private int first;

    /**
     * A codec that reads {@code arguments} and {@code scalars} anew for each chunk.
     *
     * @param scalars raw bits, each where its argument stands
     * @param results raw bits that chunks contribute to
     */
    ChunkCodec(LoopArgument[] arguments, long[] scalars, long[] results, FrameWriter writer) {
        this.arguments = arguments;
        this.scalars = scalars;
        this.results = results;
        this.writer = writer;
    }

    /** Value of the loop variable in iteration 0 of the next chunks. */
    void startAt(int value) {
        first = value;
    }

    long payloadOffset() {
        return writer.payloadOffset();
    }

    void write(ChunkLayout chunk, MemorySegment input, RemoteWorker worker) {
        writer.start(input, chunk.lo(), chunk.hi(), first, chunk.answerBytes());
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case LoopArgument.OfScalar _ -> writer.addScalar(scalars[i]);
                case LoopArgument.OfResult result ->
                    writer.addResult(result.reduction().neutral(), chunk.answerOffset(i));
                case LoopArgument.OfArray argument -> write(i, argument, chunk, input, worker);
            }
        }
    }

    private void write(
            int i, LoopArgument.OfArray argument, ChunkLayout chunk, MemorySegment input, RemoteWorker worker) {
        LoopArray array = argument.array();
        ArrayForm form = array.form();
        Blocks blocks = chunk.blocks(i);
        int step = (int) argument.footprint().stride();
        if (argument.isResident()) {
            Residence residence = worker.residences().of(array);
            long offset = blocks.isEmpty() ? 0 : residence.offset(blocks.first());
            writer.addResident(form, residence.bufferId(), blocks.first(), blocks.hull(), offset, step);
            return;
        }
        if (argument.isBrought()) {
            array.storage().copyOut(blocks, chunk.isPacked(i), input, chunk.inputOffset(i));
        }
        int block = chunk.isPacked(i) ? (int) blocks.blockLength() : 0;
        int stride = chunk.isPacked(i) ? (int) blocks.stride() : 0;
        long in = chunk.inputOffset(i);
        long out = chunk.answerOffset(i);
        switch (argument.access()) {
            case READ -> writer.addRequest(form, blocks.first(), blocks.hull(), in, block, stride, step);
            case WRITE -> writer.addAnswer(form, blocks.first(), blocks.hull(), out, block, stride, step);
            case UPDATE -> writer.addChanged(form, blocks.first(), blocks.hull(), in, block, stride, step);
        }
    }

    /**
     * Commits an answer: copies what the chunk's iterations wrote, and nothing else, into the rank's arrays.
     *
     * @param input the request, of which the worker has returned what it changed
     * @return bytes copied
     */
    long commit(ChunkLayout chunk, MemorySegment input, MemorySegment answer) {
        long bytes = 0;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case LoopArgument.OfArray argument -> bytes += commit(i, argument, chunk, input, answer);
                case LoopArgument.OfResult(Reduction reduction, int index) ->
                    results[index] =
                            reduction.combine(results[index], LoopFrame.resultBits(answer, chunk.answerOffset(i)));
                case LoopArgument.OfScalar _ -> {}
            }
        }
        return bytes;
    }

    private static long commit(
            int i, LoopArgument.OfArray argument, ChunkLayout chunk, MemorySegment input, MemorySegment answer) {
        ArrayStorage storage = argument.array().storage();
        return switch (argument.access()) {
            case READ -> 0;
            case WRITE -> storage.copyIn(chunk.blocks(i), chunk.isPacked(i), answer, chunk.answerOffset(i));
            case UPDATE -> storage.copyIn(chunk.blocks(i), chunk.isPacked(i), input, chunk.inputOffset(i));
        };
    }
}
