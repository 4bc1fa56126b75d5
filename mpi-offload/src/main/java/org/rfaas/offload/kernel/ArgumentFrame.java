package org.rfaas.offload.kernel;

import java.lang.foreign.MemorySegment;
import org.rfaas.function.Invocation;

/**
 * One argument of a request frame as a worker reads it. Every number is checked before it is used: the frame comes from
 * outside.
 */
final class ArgumentFrame {
    final int kind;
    final int place;
    final long originOrBits;
    final long length;
    final int block;
    final int stride;
    final int rowLength;
    final int step;
    private final int unitBytes;
    private final int bufferId;
    private final long offset;
    private final long answerOffset;

    ArgumentFrame(MemorySegment frame, long at) {
        kind = LoopFrame.readInt(frame, at + LoopFrame.KIND);
        place = LoopFrame.readInt(frame, at + LoopFrame.PLACE);
        bufferId = LoopFrame.readInt(frame, at + LoopFrame.BUFFER);
        unitBytes = LoopFrame.readInt(frame, at + LoopFrame.UNIT_BYTES);
        originOrBits = LoopFrame.readLong(frame, at + LoopFrame.ORIGIN_OR_BITS);
        length = LoopFrame.readLong(frame, at + LoopFrame.LENGTH);
        offset = LoopFrame.readLong(frame, at + LoopFrame.OFFSET);
        answerOffset = LoopFrame.readLong(frame, at + LoopFrame.ANSWER_OFFSET);
        block = LoopFrame.readInt(frame, at + LoopFrame.BLOCK);
        stride = LoopFrame.readInt(frame, at + LoopFrame.STRIDE);
        rowLength = LoopFrame.readInt(frame, at + LoopFrame.ROW_LENGTH);
        step = LoopFrame.readInt(frame, at + LoopFrame.STEP);
        require(kind >= LoopFrame.KIND_SCALAR && kind <= LoopFrame.KIND_RESULT, "kind", kind);
        if (!isArray()) {
            require(place == (isResult() ? LoopFrame.PLACE_ANSWER : LoopFrame.PLACE_NONE), "place", place);
            return;
        }
        requireForm();
        require(place >= LoopFrame.PLACE_RESIDENT && place <= LoopFrame.PLACE_REQUEST, "place", place);
        require(length >= 0 && length <= Integer.MAX_VALUE, "length", length);
        require(originOrBits >= 0 && originOrBits <= Integer.MAX_VALUE, "first index", originOrBits);
        if (block != 0) {
            require(place != LoopFrame.PLACE_RESIDENT, "packed place", place);
            require(block > 0 && block <= length, "block length", block);
            require(stride > block && (length - block) % stride == 0, "stride", stride);
            require(hullBytes() <= LoopFrame.MAX_SPREAD_BYTES, "packed window", hullBytes());
        }
    }

    boolean isArray() {
        return kind == LoopFrame.KIND_WINDOW;
    }

    boolean isResult() {
        return kind == LoopFrame.KIND_RESULT;
    }

    /** Whether the kernel changes it. */
    boolean isWritten() {
        return place == LoopFrame.PLACE_ANSWER || place == LoopFrame.PLACE_CHANGED;
    }

    /** Whether the request brings its elements. */
    boolean isBrought() {
        return place == LoopFrame.PLACE_REQUEST || place == LoopFrame.PLACE_CHANGED;
    }

    boolean isPacked() {
        return block != 0;
    }

    /** Bytes from the first to the last unit. */
    long hullBytes() {
        return length * unitBytes;
    }

    /** Bytes that travel. */
    long payloadBytes() {
        return isPacked() ? ((length - block) / stride + 1) * block * unitBytes : hullBytes();
    }

    /** Bytes of a packed block. */
    long blockBytes() {
        return (long) block * unitBytes;
    }

    /** Bytes from one packed block to the next in the array. */
    long strideBytes() {
        return (long) stride * unitBytes;
    }

    MemorySegment resident(Invocation invocation) {
        return slice(invocation.resident(bufferId), 0, offset, "resident buffer " + bufferId);
    }

    /** Its payload in the request, which ends where the input ends. */
    MemorySegment payload(Invocation invocation) {
        return slice(
                invocation.input().asSlice(0, invocation.inputBytes()), LoopFrame.HEADER_BYTES, offset, "the request");
    }

    /** Where its payload is in the request. */
    long payloadOffset() {
        return offset;
    }

    /** Its place in the answer. */
    MemorySegment answer(MemorySegment answer) {
        return slice(answer, LoopFrame.ANSWER_HEADER_BYTES, answerOffset, "the answer");
    }

    /** Puts a result's bits into the answer. */
    void answer(MemorySegment answer, long bits) {
        boolean fits = answerOffset >= LoopFrame.ANSWER_HEADER_BYTES && answerOffset <= answer.byteSize() - Long.BYTES;
        require(fits, "offset of a result", answerOffset);
        LoopFrame.writeLong(answer, answerOffset, bits);
    }

    private MemorySegment slice(MemorySegment memory, long from, long at, String where) {
        long bytes = payloadBytes();
        if (at < from || at % elementBytes() != 0 || bytes > memory.byteSize() || at > memory.byteSize() - bytes) {
            throw new IllegalArgumentException("loop frame: an array of " + bytes + " bytes at offset " + at
                    + " is not inside of " + where + " of " + memory.byteSize() + " bytes");
        }
        return memory.asSlice(at, bytes);
    }

    private void requireForm() {
        require(rowLength >= 0, "row length", rowLength);
        require(unitBytes >= 1 && unitBytes <= LoopFrame.MAX_UNIT_BYTES, "bytes a unit", unitBytes);
        require(rowLength == 0 || unitBytes % rowLength == 0, "bytes a row", unitBytes);
        int bytes = elementBytes();
        require(bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8, "bytes an element", bytes);
    }

    private int elementBytes() {
        return rowLength == 0 ? unitBytes : unitBytes / rowLength;
    }

    private static void require(boolean condition, String what, long value) {
        if (!condition) {
            throw new IllegalArgumentException("loop frame: " + what + " " + value + " is out of range");
        }
    }
}
