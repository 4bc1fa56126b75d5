package org.rfaas.offload.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.rfaas.function.Invocation;
import org.rfaas.function.RemoteFunction;
import org.rfaas.offload.woven.RemoteBody;

/**
 * What a worker does for a piece of a woven loop: checks the {@link LoopFrame}, lays windows straight over resident buffers
 * and slot memory, and runs the loop's {@link RemoteBody} on them; ship it with the body. Only packed arrays, whose elements
 * lie too far apart to travel with the gaps, pass through {@link Scratch}.
 */
public final class WovenFunction implements RemoteFunction {
    private final Scratch scratch = new Scratch();
    private byte[] bodyName = {};
    private @Nullable FasterBody body;

    @Override
    public int invoke(Invocation invocation) throws Exception {
        MemorySegment frame = invocation.input().asSlice(0, invocation.inputBytes());
        if (frame.byteSize() < LoopFrame.HEADER_BYTES
                || LoopFrame.readInt(frame, LoopFrame.REQUEST_MAGIC) != LoopFrame.MAGIC) {
            throw new IllegalArgumentException("not a loop frame");
        }
        int lo = LoopFrame.readInt(frame, LoopFrame.LO);
        int hi = LoopFrame.readInt(frame, LoopFrame.HI);
        int count = LoopFrame.readInt(frame, LoopFrame.ARGUMENTS);
        int nameBytes = LoopFrame.readInt(frame, LoopFrame.NAME_BYTES);
        int answerBytes = LoopFrame.readInt(frame, LoopFrame.ANSWER_BYTES);
        int first = LoopFrame.readInt(frame, LoopFrame.FIRST_VALUE);
        check(lo, hi, count, nameBytes, answerBytes, invocation);

        scratch.clear();
        FasterBody loop = body(frame, LoopFrame.HEADER_BYTES + (long) count * LoopFrame.ARGUMENT_BYTES, nameBytes);
        MemorySegment answer = invocation.output().asSlice(0, answerBytes);
        ArgumentFrame[] arguments = new ArgumentFrame[count];
        MemorySegment[] windows = new MemorySegment[count];
        for (int i = 0; i < count; i++) {
            ArgumentFrame argument =
                    new ArgumentFrame(frame, LoopFrame.HEADER_BYTES + (long) i * LoopFrame.ARGUMENT_BYTES);
            arguments[i] = argument;
            windows[i] = argument.isArray() ? window(argument, invocation, answer) : MemorySegment.NULL;
        }

        long startNs = System.nanoTime();
        run(loop, lo, hi, first, arguments, windows, answer);
        long executionNs = System.nanoTime() - startNs;

        for (int i = 0; i < count; i++) {
            if (arguments[i].isPacked() && arguments[i].isWritten()) {
                pack(arguments[i], windows[i], home(arguments[i], invocation, answer));
            }
        }
        returnChanged(arguments, invocation);
        LoopFrame.writeLong(answer, LoopFrame.EXECUTION_NS, executionNs);
        LoopFrame.writeInt(answer, LoopFrame.ANSWER_MAGIC, LoopFrame.MAGIC);
        return answerBytes;
    }

    private static void check(int lo, int hi, int count, int nameBytes, int answerBytes, Invocation invocation) {
        boolean counts = lo <= hi
                && count >= 0
                && count <= LoopFrame.MAX_ARGUMENTS
                && nameBytes > 0
                && nameBytes <= LoopFrame.MAX_NAME_BYTES
                && LoopFrame.HEADER_BYTES + count * LoopFrame.ARGUMENT_BYTES + nameBytes <= invocation.inputBytes();
        if (!counts) {
            throw new IllegalArgumentException("loop frame: [" + lo + ", " + hi + ") with " + count
                    + " arguments and a kernel name of " + nameBytes + " bytes in " + invocation.inputBytes()
                    + " bytes is malformed");
        }
        if (answerBytes < LoopFrame.ANSWER_HEADER_BYTES
                || answerBytes > invocation.output().byteSize()) {
            throw new IllegalArgumentException("loop frame: an answer of " + answerBytes + " bytes, the slot has "
                    + invocation.output().byteSize());
        }
    }

    /** The body is looked up once; later frames only compare its name. */
    private FasterBody body(MemorySegment frame, long nameOffset, int nameBytes) throws ReflectiveOperationException {
        FasterBody known = body;
        if (known != null && frame.asSlice(nameOffset, nameBytes).mismatch(MemorySegment.ofArray(bodyName)) == -1) {
            return known;
        }
        byte[] name = new byte[nameBytes];
        MemorySegment.copy(frame, nameOffset, MemorySegment.ofArray(name), 0, nameBytes);
        // not initialised before it is known to be a body
        Class<?> type =
                Class.forName(new String(name, StandardCharsets.UTF_8), false, WovenFunction.class.getClassLoader());
        var constructor = type.asSubclass(RemoteBody.class).getDeclaredConstructor();
        constructor.setAccessible(true);
        FasterBody loaded = new FasterBody(constructor.newInstance());
        bodyName = name;
        body = loaded;
        return loaded;
    }

    /**
     * Runs the body for the iterations {@code lo <= k < hi}.
     *
     * @param first value of the loop variable in iteration 0
     * @param windows one an argument, {@code NULL} for scalars
     * @param answer where results go
     */
    private void run(
            FasterBody loop,
            int lo,
            int hi,
            int first,
            ArgumentFrame[] arguments,
            MemorySegment[] windows,
            MemorySegment answer) {
        int uses = 0;
        int results = 0;
        for (ArgumentFrame argument : arguments) {
            uses += argument.isArray() ? 1 : 0;
            results += argument.isResult() ? 1 : 0;
        }
        Windows used = new Windows(uses);
        long[] scalars = new long[arguments.length - uses - results];
        long[] bits = new long[results];
        int nextUse = 0;
        int nextScalar = 0;
        int nextResult = 0;
        for (int i = 0; i < arguments.length; i++) {
            ArgumentFrame argument = arguments[i];
            if (argument.isArray()) {
                used.set(
                        nextUse,
                        windows[i],
                        argument.originOrBits,
                        argument.rowLength,
                        argument.step,
                        argument.place != LoopFrame.PLACE_ANSWER);
                nextUse++;
            } else if (argument.isResult()) {
                bits[nextResult++] = argument.originOrBits;
            } else {
                scalars[nextScalar++] = argument.originOrBits;
            }
        }
        loop.run(used, scalars, bits, first, lo, hi);
        nextResult = 0;
        for (ArgumentFrame argument : arguments) {
            if (argument.isResult()) {
                argument.answer(answer, bits[nextResult++]);
            }
        }
    }

    private MemorySegment window(ArgumentFrame argument, Invocation invocation, MemorySegment answer) {
        if (argument.place == LoopFrame.PLACE_RESIDENT) {
            return argument.resident(invocation);
        }
        if (!argument.isPacked()) {
            return home(argument, invocation, answer);
        }
        MemorySegment window = scratch.take(argument.hullBytes());
        if (argument.isBrought()) {
            MemorySegment payload = argument.payload(invocation);
            long block = argument.blockBytes();
            BlockCopy.copy(payload, 0, block, window, 0, argument.strideBytes(), block, payload.byteSize());
        }
        return window;
    }

    /** Where an array that travels is in the slot: in the request if that brings it, where the body then changes it in place. */
    private static MemorySegment home(ArgumentFrame argument, Invocation invocation, MemorySegment answer) {
        return argument.isBrought() ? argument.payload(invocation) : argument.answer(answer);
    }

    private static void pack(ArgumentFrame argument, MemorySegment window, MemorySegment result) {
        long block = argument.blockBytes();
        BlockCopy.copy(window, 0, argument.strideBytes(), result, 0, block, block, result.byteSize());
    }

    /** The rank has put what is changed in one piece, so one part of the request holds all of it. */
    private static void returnChanged(ArgumentFrame[] arguments, Invocation invocation) {
        long first = Long.MAX_VALUE;
        long end = 0;
        for (ArgumentFrame argument : arguments) {
            if (argument.isWritten() && argument.isBrought()) {
                first = Math.min(first, argument.payloadOffset());
                end = Math.max(end, argument.payloadOffset() + argument.payloadBytes());
            }
        }
        if (first < end) {
            invocation.returnInput(first, end - first);
        }
    }
}
