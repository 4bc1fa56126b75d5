package org.rfaas.offload.loop;

import java.util.Arrays;
import org.rfaas.offload.kernel.LoopFrame;
import org.rfaas.offload.plan.Access;
import org.rfaas.offload.plan.Blocks;

/**
 * Where everything of a chunk stands in the request and in the answer. Reused from chunk to chunk.
 */
final class ChunkLayout {
    private final LoopArgument[] arguments;
    private final Blocks[] blocks;
    private final boolean[] packed;
    private final long[] payloadBytes;
    private final long[] inputOffset;
    private final long[] answerOffset;
    private int lo;
    private int hi;
    private long inputBytes;
    private long answerBytes;
    private long spreadBytes;

    ChunkLayout(LoopArgument[] arguments) {
        this.arguments = arguments;
        blocks = new Blocks[arguments.length];
        Arrays.fill(blocks, Blocks.NONE);
        packed = new boolean[arguments.length];
        payloadBytes = new long[arguments.length];
        inputOffset = new long[arguments.length];
        answerOffset = new long[arguments.length];
    }

    /** Lays out the chunk {@code [from, to)}, whose payloads start at {@code payloadOffset}. */
    void layOut(int from, int to, long payloadOffset) {
        lo = from;
        hi = to;
        inputBytes = payloadOffset;
        answerBytes = LoopFrame.ANSWER_HEADER_BYTES;
        spreadBytes = 0;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case LoopArgument.OfArray argument -> measure(i, argument);
                case LoopArgument.OfResult _ -> {
                    answerOffset[i] = answerBytes;
                    answerBytes += Long.BYTES;
                }
                case LoopArgument.OfScalar _ -> {}
            }
        }
        // what is changed side by side, so that one part of the request goes back
        placeInputs(Access.UPDATE);
        placeInputs(Access.READ);
    }

    private void measure(int i, LoopArgument.OfArray argument) {
        Blocks touched = argument.blocks(lo, hi);
        blocks[i] = touched;
        if (argument.isResident()) {
            return;
        }
        int unitBytes = argument.array().unitBytes();
        packed[i] = touched.isSparse();
        spreadBytes += packed[i] ? touched.hull() * unitBytes : 0;
        payloadBytes[i] = (packed[i] ? touched.elements() : touched.hull()) * unitBytes;
        if (!argument.isBrought()) {
            answerOffset[i] = LoopFrame.align(answerBytes);
            answerBytes = answerOffset[i] + payloadBytes[i];
        }
    }

    private void placeInputs(Access access) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof LoopArgument.OfArray argument
                    && argument.isBrought()
                    && argument.access() == access) {
                inputOffset[i] = LoopFrame.align(inputBytes);
                inputBytes = inputOffset[i] + payloadBytes[i];
            }
        }
    }

    boolean fits(long inputCapacity, long outputCapacity) {
        return spreadBytes <= LoopFrame.MAX_SPREAD_BYTES
                && inputBytes <= inputCapacity
                && answerBytes <= outputCapacity;
    }

    int lo() {
        return lo;
    }

    int hi() {
        return hi;
    }

    int inputBytes() {
        return (int) inputBytes;
    }

    int answerBytes() {
        return (int) answerBytes;
    }

    Blocks blocks(int argument) {
        return blocks[argument];
    }

    /** Whether the argument travels without its gaps. */
    boolean isPacked(int argument) {
        return packed[argument];
    }

    long inputOffset(int argument) {
        return inputOffset[argument];
    }

    long answerOffset(int argument) {
        return answerOffset[argument];
    }
}
