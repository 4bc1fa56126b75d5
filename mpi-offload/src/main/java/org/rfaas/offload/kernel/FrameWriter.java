package org.rfaas.offload.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Writes request frames into a slot's input, on the rank. Payloads start at {@link #payloadOffset}; the order of the
 * arguments is the order of the calls. One thread; allocates nothing after construction.
 */
public final class FrameWriter {
    private final byte[] kernelName;
    private final int arguments;
    private MemorySegment frame = MemorySegment.NULL;
    private int argument;
    private int next;

    /**
     * A writer for one loop.
     *
     * @param kernelClass binary name
     * @throws IllegalArgumentException when there are more than {@value LoopFrame#MAX_ARGUMENTS} arguments
     */
    public FrameWriter(String kernelClass, int arguments) {
        this.kernelName = kernelClass.getBytes(StandardCharsets.UTF_8);
        this.arguments = arguments;
        if (arguments > LoopFrame.MAX_ARGUMENTS) {
            throw new IllegalArgumentException(
                    "a loop with " + arguments + " arguments; the limit is " + LoopFrame.MAX_ARGUMENTS);
        }
        if (kernelName.length > LoopFrame.MAX_NAME_BYTES) {
            throw new IllegalArgumentException("kernel name longer than " + LoopFrame.MAX_NAME_BYTES + " bytes");
        }
    }

    /** Where payloads start: after header, arguments and name. */
    public long payloadOffset() {
        return LoopFrame.align(nameOffset() + kernelName.length);
    }

    /**
     * Starts a frame for the iterations {@code lo <= i < hi}.
     *
     * @param first value of the loop variable in iteration 0
     */
    public void start(MemorySegment input, int lo, int hi, int first, int answerBytes) {
        frame = input;
        next = LoopFrame.HEADER_BYTES;
        LoopFrame.writeInt(frame, LoopFrame.REQUEST_MAGIC, LoopFrame.MAGIC);
        LoopFrame.writeInt(frame, LoopFrame.LO, lo);
        LoopFrame.writeInt(frame, LoopFrame.HI, hi);
        LoopFrame.writeInt(frame, LoopFrame.ARGUMENTS, arguments);
        LoopFrame.writeInt(frame, LoopFrame.NAME_BYTES, kernelName.length);
        LoopFrame.writeInt(frame, LoopFrame.ANSWER_BYTES, answerBytes);
        LoopFrame.writeInt(frame, LoopFrame.FIRST_VALUE, first);
        MemorySegment.copy(kernelName, 0, frame, ValueLayout.JAVA_BYTE, nameOffset(), kernelName.length);
    }

    /** Bits of a number. */
    public void addScalar(long bits) {
        begin(LoopFrame.KIND_SCALAR, LoopFrame.PLACE_NONE);
        putLong(LoopFrame.ORIGIN_OR_BITS, bits);
    }

    /** A scalar that the kernel changes; its bits come back in the answer. */
    public void addResult(long bits, long answerOffset) {
        begin(LoopFrame.KIND_RESULT, LoopFrame.PLACE_ANSWER);
        putLong(LoopFrame.ORIGIN_OR_BITS, bits);
        putLong(LoopFrame.ANSWER_OFFSET, answerOffset);
    }

    /**
     * An array that is only read, from a resident buffer.
     *
     * @param step units from what an iteration touches to what the next one does, as for the other arrays
     */
    public void addResident(ArrayForm form, int bufferId, long origin, long length, long bufferOffset, int step) {
        beginArray(form, LoopFrame.PLACE_RESIDENT, origin, length, step);
        putInt(LoopFrame.BUFFER, bufferId);
        putLong(LoopFrame.OFFSET, bufferOffset);
    }

    /** An array that is only read, and comes in the request; {@code block == 0} when it is not packed. */
    public void addRequest(
            ArrayForm form, long origin, long length, long inputOffset, int block, int stride, int step) {
        beginArray(form, LoopFrame.PLACE_REQUEST, origin, length, step);
        putLong(LoopFrame.OFFSET, inputOffset);
        putPacking(block, stride);
    }

    /** An array that is only written; {@code block == 0} when it is not packed. */
    public void addAnswer(
            ArrayForm form, long origin, long length, long answerOffset, int block, int stride, int step) {
        beginArray(form, LoopFrame.PLACE_ANSWER, origin, length, step);
        putLong(LoopFrame.ANSWER_OFFSET, answerOffset);
        putPacking(block, stride);
    }

    /** An array that is changed in the request, which brings it and takes it back; {@code block == 0} when it is not packed. */
    public void addChanged(
            ArrayForm form, long origin, long length, long inputOffset, int block, int stride, int step) {
        beginArray(form, LoopFrame.PLACE_CHANGED, origin, length, step);
        putLong(LoopFrame.OFFSET, inputOffset);
        putPacking(block, stride);
    }

    private long nameOffset() {
        return LoopFrame.HEADER_BYTES + (long) arguments * LoopFrame.ARGUMENT_BYTES;
    }

    /** The next argument. Its other fields are 0 until they are put, whatever the slot had there. */
    private void begin(int kind, int place) {
        argument = next;
        next += LoopFrame.ARGUMENT_BYTES;
        for (int field = 0; field < LoopFrame.ARGUMENT_BYTES; field += Long.BYTES) {
            putLong(field, 0);
        }
        putInt(LoopFrame.KIND, kind);
        putInt(LoopFrame.PLACE, place);
    }

    private void beginArray(ArrayForm form, int place, long origin, long length, int step) {
        begin(LoopFrame.KIND_WINDOW, place);
        putInt(LoopFrame.UNIT_BYTES, form.unitBytes());
        putLong(LoopFrame.ORIGIN_OR_BITS, origin);
        putLong(LoopFrame.LENGTH, length);
        putInt(LoopFrame.ROW_LENGTH, form.rowLength());
        putInt(LoopFrame.STEP, step);
    }

    private void putPacking(int block, int stride) {
        putInt(LoopFrame.BLOCK, block);
        putInt(LoopFrame.STRIDE, stride);
    }

    private void putInt(int field, int value) {
        LoopFrame.writeInt(frame, argument + field, value);
    }

    private void putLong(int field, long value) {
        LoopFrame.writeLong(frame, argument + field, value);
    }
}
