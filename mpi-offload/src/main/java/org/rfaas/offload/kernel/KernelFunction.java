package org.rfaas.offload.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.rfaas.function.Invocation;
import org.rfaas.function.RemoteFunction;

/**
 * The function a worker runs for a piece of a loop: checks the {@link LoopFrame}, lays the kernel's spans straight over
 * resident buffers and slot memory, and runs the kernel. Only packed arrays, whose elements lie too far apart to travel
 * with the gaps, pass through scratch memory, never longer than the piece needs.
 *
 * <p>Ship it with the kernel: {@code FunctionBundle.of(KernelFunction.class, kernel)}.
 */
public final class KernelFunction implements RemoteFunction {
    private final Arena arena = Arena.ofAuto();
    private final @Nullable MemorySegment[] scratch = new MemorySegment[LoopFrame.MAX_ARGUMENTS];
    private byte[] kernelName = {};
    private @Nullable LoopKernel kernel;

    @Override
    public int invoke(Invocation invocation) throws Exception {
        MemorySegment frame = invocation.input().asSlice(0, invocation.inputBytes());
        if (frame.byteSize() < LoopFrame.HEADER_BYTES || LoopFrame.readInt(frame, 0) != LoopFrame.MAGIC) {
            throw new IllegalArgumentException("not a loop frame");
        }
        int lo = LoopFrame.readInt(frame, 4);
        int hi = LoopFrame.readInt(frame, 8);
        int count = LoopFrame.readInt(frame, 12);
        int nameBytes = LoopFrame.readInt(frame, 16);
        int answerBytes = LoopFrame.readInt(frame, 20);
        check(lo, hi, count, nameBytes, answerBytes, invocation);

        LoopKernel body = kernel(frame, LoopFrame.HEADER_BYTES + (long) count * LoopFrame.ARGUMENT_BYTES, nameBytes);
        MemorySegment answer = invocation.output().asSlice(0, answerBytes);
        ArgumentFrame[] frames = new ArgumentFrame[count];
        MemorySegment[] windows = new MemorySegment[count];
        LoopArguments arguments = new LoopArguments(count);
        for (int i = 0; i < count; i++) {
            ArgumentFrame argument =
                    new ArgumentFrame(frame, LoopFrame.HEADER_BYTES + (long) i * LoopFrame.ARGUMENT_BYTES);
            frames[i] = argument;
            windows[i] = argument.isScalar() ? MemorySegment.NULL : window(i, argument, invocation, answer);
            bind(arguments, i, argument, windows[i]);
        }

        long startNs = System.nanoTime();
        body.run(lo, hi, arguments);
        long executionNs = System.nanoTime() - startNs;

        for (int i = 0; i < count; i++) {
            if (frames[i].isPacked()) {
                pack(frames[i], windows[i], answer);
            }
        }
        LoopFrame.writeLong(answer, 0, executionNs);
        LoopFrame.writeInt(answer, 8, LoopFrame.MAGIC);
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

    /** The kernel is looked up once; later frames only compare its name. */
    private LoopKernel kernel(MemorySegment frame, long nameOffset, int nameBytes) throws ReflectiveOperationException {
        LoopKernel known = kernel;
        if (known != null && frame.asSlice(nameOffset, nameBytes).mismatch(MemorySegment.ofArray(kernelName)) == -1) {
            return known;
        }
        byte[] name = new byte[nameBytes];
        MemorySegment.copy(frame, nameOffset, MemorySegment.ofArray(name), 0, nameBytes);
        // not initialised before it is known to be a kernel
        Class<?> type =
                Class.forName(new String(name, StandardCharsets.UTF_8), false, KernelFunction.class.getClassLoader());
        var constructor = type.asSubclass(LoopKernel.class).getDeclaredConstructor();
        constructor.setAccessible(true);
        LoopKernel made = constructor.newInstance();
        kernelName = name;
        kernel = made;
        return made;
    }

    private MemorySegment window(int index, ArgumentFrame argument, Invocation invocation, MemorySegment answer) {
        if (argument.place == LoopFrame.PLACE_RESIDENT) {
            return argument.resident(invocation);
        }
        MemorySegment result = argument.answer(answer);
        MemorySegment window = argument.isPacked() ? scratch(index, argument.hullBytes()) : result;
        if (argument.place == LoopFrame.PLACE_BOTH) {
            MemorySegment payload = argument.payload(invocation);
            long block = argument.isPacked() ? (long) argument.block * argument.elementBytes() : payload.byteSize();
            long stride = argument.isPacked() ? (long) argument.stride * argument.elementBytes() : block;
            BlockCopy.copy(payload, 0, block, window, 0, stride, block, payload.byteSize());
        }
        return window;
    }

    private static void bind(LoopArguments arguments, int index, ArgumentFrame argument, MemorySegment window) {
        switch (argument.kind) {
            case LoopFrame.KIND_DOUBLES -> arguments.set(index, new DoubleSpan(window, argument.originOrBits));
            case LoopFrame.KIND_INTS -> arguments.set(index, new IntSpan(window, argument.originOrBits));
            default -> arguments.set(index, argument.originOrBits);
        }
    }

    private static void pack(ArgumentFrame argument, MemorySegment window, MemorySegment answer) {
        MemorySegment result = argument.answer(answer);
        long block = (long) argument.block * argument.elementBytes();
        long stride = (long) argument.stride * argument.elementBytes();
        BlockCopy.copy(window, 0, stride, result, 0, block, block, result.byteSize());
    }

    private MemorySegment scratch(int index, long bytes) {
        MemorySegment memory = scratch[index];
        if (memory == null || memory.byteSize() < bytes) {
            memory = arena.allocate(bytes, 64);
            scratch[index] = memory;
        }
        return memory.asSlice(0, bytes);
    }
}
