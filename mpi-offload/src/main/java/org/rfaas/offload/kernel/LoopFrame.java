package org.rfaas.offload.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.rfaas.offload.woven.ArrayParameter;

/**
 * Layout of the frame that asks a worker for a piece of a loop, and of its answer. Little endian; array elements in the
 * same order.
 *
 * <pre>
 * request   0  u32 magic "RFL5"          argument, 64 bytes each, from byte 32
 *           4  i32 lo                      0  i32 kind          (KIND_*)
 *           8  i32 hi                      4  i32 place         (PLACE_*)
 *          12  i32 arguments               8  i32 resident buffer
 *          16  i32 bytes of kernel name   12  i32 bytes a unit: an element, or a row
 *          20  i32 bytes of the answer    16  i64 scalar's bits, or index of the first unit
 *          24  i32 value of the loop      24  i64 units from the first to the last, inclusive
 *              variable in iteration 0    32  i64 offset: in the buffer or in the request
 *          32  arguments                  40  i64 offset in the answer
 *           …  kernel's class name        48  i32 packed: units a block, 0 = not packed
 *           …  payloads at multiples      52  i32 packed: units from block to block
 *              of 64                      56  i32 elements a row, 0 when units are elements
 *                                         60  i32 units from an iteration to the next
 *
 * answer    0  i64 execution time of the kernel, ns
 *           8  u32 magic
 *          64  payloads at multiples of 64
 * </pre>
 *
 * A packed payload holds only the blocks, one after the other. Arrays that are changed in the request are side by side there.
 */
public final class LoopFrame {
    static final int MAGIC = 0x354C_4652;
    public static final int MAX_ARGUMENTS = 64;
    public static final int HEADER_BYTES = 32;
    public static final int ARGUMENT_BYTES = 64;
    public static final int ANSWER_HEADER_BYTES = 64;

    // fields of a request's header
    static final int REQUEST_MAGIC = 0;
    static final int LO = 4;
    static final int HI = 8;
    static final int ARGUMENTS = 12;
    static final int NAME_BYTES = 16;
    static final int ANSWER_BYTES = 20;
    static final int FIRST_VALUE = 24;

    // fields of an argument, from where it begins
    static final int KIND = 0;
    static final int PLACE = 4;
    static final int BUFFER = 8;
    static final int UNIT_BYTES = 12;
    static final int ORIGIN_OR_BITS = 16;
    static final int LENGTH = 24;
    static final int OFFSET = 32;
    static final int ANSWER_OFFSET = 40;
    static final int BLOCK = 48;
    static final int STRIDE = 52;
    static final int ROW_LENGTH = 56;
    static final int STEP = 60;

    // fields of an answer's header
    static final int EXECUTION_NS = 0;
    static final int ANSWER_MAGIC = 8;

    /** Of all packed windows of a request together, once a worker has spread them out. */
    public static final long MAX_SPREAD_BYTES = 16 << 20;

    static final int MAX_NAME_BYTES = 1024;
    static final int MAX_UNIT_BYTES = ArrayParameter.MAX_ROW_BYTES;

    /** Bits of a number. */
    static final int KIND_SCALAR = 1;
    /** An array, as bare memory. */
    static final int KIND_WINDOW = 2;
    /** A scalar that starts with the bits in the request and goes back in the answer, 8 bytes. */
    static final int KIND_RESULT = 3;

    /** Nowhere: a scalar. */
    static final int PLACE_NONE = 0;
    /** In a resident buffer; only read. */
    static final int PLACE_RESIDENT = 1;
    /** In the answer; only written. */
    static final int PLACE_ANSWER = 2;
    /** In the request, where it is changed; that part of the request goes back. */
    static final int PLACE_CHANGED = 3;
    /** In the request; only read. */
    static final int PLACE_REQUEST = 4;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private LoopFrame() {}

    /** Next multiple of 64. */
    public static long align(long bytes) {
        return (bytes + 63) & -64L;
    }

    static int readInt(MemorySegment frame, long offset) {
        return frame.get(INT, offset);
    }

    static long readLong(MemorySegment frame, long offset) {
        return frame.get(LONG, offset);
    }

    static void writeInt(MemorySegment frame, long offset, int value) {
        frame.set(INT, offset, value);
    }

    static void writeLong(MemorySegment frame, long offset, long value) {
        frame.set(LONG, offset, value);
    }

    /** Bits of a result, from its offset in an answer. */
    public static long resultBits(MemorySegment answer, long offset) {
        return readLong(answer, offset);
    }

    /**
     * Time the kernel took on the worker.
     *
     * @return ns, or -1 when this is no answer to a loop's frame
     */
    public static long executionNs(MemorySegment answer, int answerBytes) {
        if (answerBytes < ANSWER_HEADER_BYTES || readInt(answer, ANSWER_MAGIC) != MAGIC) {
            return -1;
        }
        return readLong(answer, EXECUTION_NS);
    }
}
