package org.rfaas.offload.kernel;

import java.lang.foreign.MemorySegment;
import org.rfaas.function.Invocation;

/**
 * One argument of a request frame as a worker reads it. Every number is checked before it is used: the frame comes from
 * outside.
 */
final class ArgumentFrame {
    /** Longest window of a packed array that a worker spreads out in its own memory. */
    static final long MAX_SPREAD_BYTES = 16 << 20;

    final int kind;
    final int place;
    final long originOrBits;
    final long length;
    final int block;
    final int stride;
    private final int bufferId;
    private final long offset;
    private final long answerOffset;

    ArgumentFrame(MemorySegment frame, long at) {
        kind = LoopFrame.readInt(frame, at);
        place = LoopFrame.readInt(frame, at + 4);
        bufferId = LoopFrame.readInt(frame, at + 8);
        originOrBits = LoopFrame.readLong(frame, at + 16);
        length = LoopFrame.readLong(frame, at + 24);
        offset = LoopFrame.readLong(frame, at + 32);
        answerOffset = LoopFrame.readLong(frame, at + 40);
        block = LoopFrame.readInt(frame, at + 48);
        stride = LoopFrame.readInt(frame, at + 52);
        require(kind >= LoopFrame.KIND_DOUBLE_SCALAR && kind <= LoopFrame.KIND_INTS, "kind", kind);
        if (isScalar()) {
            require(place == LoopFrame.PLACE_NONE, "place", place);
            return;
        }
        require(place >= LoopFrame.PLACE_RESIDENT && place <= LoopFrame.PLACE_BOTH, "place", place);
        require(length >= 0 && length <= Integer.MAX_VALUE, "length", length);
        require(originOrBits >= 0 && originOrBits <= Integer.MAX_VALUE, "first index", originOrBits);
        if (block != 0) {
            require(place != LoopFrame.PLACE_RESIDENT, "packed place", place);
            require(block > 0 && block <= length, "block length", block);
            require(stride > block && (length - block) % stride == 0, "stride", stride);
            require(hullBytes() <= MAX_SPREAD_BYTES, "packed window", hullBytes());
        }
    }

    boolean isScalar() {
        return kind <= LoopFrame.KIND_LONG_SCALAR;
    }

    boolean isPacked() {
        return block != 0;
    }

    int elementBytes() {
        return LoopFrame.elementBytes(kind);
    }

    /** Bytes from the first to the last element. */
    long hullBytes() {
        return length * elementBytes();
    }

    /** Bytes that travel. */
    long payloadBytes() {
        return isPacked() ? ((length - block) / stride + 1) * block * elementBytes() : hullBytes();
    }

    MemorySegment resident(Invocation invocation) {
        return slice(invocation.resident(bufferId), 0, offset, "resident buffer " + bufferId);
    }

    /** Its payload in the request, which ends where the input ends. */
    MemorySegment payload(Invocation invocation) {
        return slice(
                invocation.input().asSlice(0, invocation.inputBytes()), LoopFrame.HEADER_BYTES, offset, "the request");
    }

    /** Its place in the answer. */
    MemorySegment answer(MemorySegment answer) {
        return slice(answer, LoopFrame.ANSWER_HEADER_BYTES, answerOffset, "the answer");
    }

    private MemorySegment slice(MemorySegment memory, long from, long at, String where) {
        long bytes = payloadBytes();
        if (at < from || at % elementBytes() != 0 || bytes > memory.byteSize() || at > memory.byteSize() - bytes) {
            throw new IllegalArgumentException("loop frame: an array of " + bytes + " bytes at offset " + at
                    + " is not inside of " + where + " of " + memory.byteSize() + " bytes");
        }
        return memory.asSlice(at, bytes);
    }

    private static void require(boolean condition, String what, long value) {
        if (!condition) {
            throw new IllegalArgumentException("loop frame: " + what + " " + value + " is out of range");
        }
    }
}
