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
        LoopFrame.writeInt(frame, 0, LoopFrame.MAGIC);
        LoopFrame.writeInt(frame, 4, lo);
        LoopFrame.writeInt(frame, 8, hi);
        LoopFrame.writeInt(frame, 12, arguments);
        LoopFrame.writeInt(frame, 16, kernelName.length);
        LoopFrame.writeInt(frame, 20, answerBytes);
        LoopFrame.writeInt(frame, 24, first);
        MemorySegment.copy(kernelName, 0, frame, ValueLayout.JAVA_BYTE, nameOffset(), kernelName.length);
    }

    /** Bits of a number. */
    public void addScalar(long bits) {
        addBits(LoopFrame.KIND_SCALAR, LoopFrame.PLACE_NONE, bits, 0);
    }

    /** A scalar that the kernel changes; its bits come back in the answer. */
    public void addResult(long bits, long answerOffset) {
        addBits(LoopFrame.KIND_RESULT, LoopFrame.PLACE_ANSWER, bits, answerOffset);
    }

    /**
     * An array that is only read, from a resident buffer.
     *
     * @param step units from what an iteration touches to what the next one does, as for the other arrays
     */
    public void addResident(ArrayForm form, int bufferId, long origin, long length, long bufferOffset, int step) {
        add(form, LoopFrame.PLACE_RESIDENT, bufferId, origin, length, bufferOffset, 0, 0, 0, step);
    }

    /** An array that is only read, and comes in the request; {@code block == 0} when it is not packed. */
    public void addRequest(
            ArrayForm form, long origin, long length, long inputOffset, int block, int stride, int step) {
        add(form, LoopFrame.PLACE_REQUEST, 0, origin, length, inputOffset, 0, block, stride, step);
    }

    /** An array that is only written; {@code block == 0} when it is not packed. */
    public void addAnswer(
            ArrayForm form, long origin, long length, long answerOffset, int block, int stride, int step) {
        add(form, LoopFrame.PLACE_ANSWER, 0, origin, length, 0, answerOffset, block, stride, step);
    }

    /** An array that is changed in the request, which brings it and takes it back; {@code block == 0} when it is not packed. */
    public void addChanged(
            ArrayForm form, long origin, long length, long inputOffset, int block, int stride, int step) {
        add(form, LoopFrame.PLACE_CHANGED, 0, origin, length, inputOffset, 0, block, stride, step);
    }

    private long nameOffset() {
        return LoopFrame.HEADER_BYTES + (long) arguments * LoopFrame.ARGUMENT_BYTES;
    }

    private void addBits(int kind, int place, long bits, long answerOffset) {
        add(kind, place, 0, bits, 0, 0, answerOffset, 0, 0, 0, 0, 0);
    }

    private void add(
            ArrayForm form,
            int place,
            int buffer,
            long origin,
            long length,
            long offset,
            long answerOffset,
            int block,
            int stride,
            int step) {
        add(
                LoopFrame.KIND_WINDOW,
                place,
                buffer,
                origin,
                length,
                offset,
                answerOffset,
                block,
                stride,
                form.unitBytes(),
                form.rowLength(),
                step);
    }

    private void add(
            int kind,
            int place,
            int buffer,
            long originOrBits,
            long length,
            long offset,
            long answerOffset,
            int block,
            int stride,
            int unitBytes,
            int rowLength,
            int step) {
        LoopFrame.writeInt(frame, next, kind);
        LoopFrame.writeInt(frame, next + 4, place);
        LoopFrame.writeInt(frame, next + 8, buffer);
        LoopFrame.writeInt(frame, next + 12, unitBytes);
        LoopFrame.writeLong(frame, next + 16, originOrBits);
        LoopFrame.writeLong(frame, next + 24, length);
        LoopFrame.writeLong(frame, next + 32, offset);
        LoopFrame.writeLong(frame, next + 40, answerOffset);
        LoopFrame.writeInt(frame, next + 48, block);
        LoopFrame.writeInt(frame, next + 52, stride);
        LoopFrame.writeInt(frame, next + 56, rowLength);
        LoopFrame.writeInt(frame, next + 60, step);
        next += LoopFrame.ARGUMENT_BYTES;
    }
}
