package org.rfaas.offload.kernel;

import java.lang.foreign.MemorySegment;
import org.rfaas.offload.woven.ArrayBody;
import org.rfaas.offload.woven.RemoteBody;

/** The function that runs the {@link RemoteBody} of a woven loop on a worker; ship it with the body. */
public final class WovenFunction extends LoopFunction<RemoteBody> {
    public WovenFunction() {
        super(RemoteBody.class);
    }

    @Override
    RemoteBody prepare(RemoteBody loaded) {
        return loaded instanceof ArrayBody onArrays ? new FasterBody(loaded, onArrays) : loaded;
    }

    @Override
    void run(
            RemoteBody kernel,
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
        MemorySegment[] memory = new MemorySegment[uses];
        long[] origins = new long[uses];
        int[] rowLengths = new int[uses];
        long[] scalars = new long[arguments.length - uses - results];
        long[] bits = new long[results];
        int nextUse = 0;
        int nextScalar = 0;
        int nextResult = 0;
        for (int i = 0; i < arguments.length; i++) {
            ArgumentFrame argument = arguments[i];
            if (argument.isArray()) {
                memory[nextUse] = windows[i];
                origins[nextUse] = argument.originOrBits;
                rowLengths[nextUse++] = argument.rowLength;
            } else if (argument.isResult()) {
                bits[nextResult++] = argument.originOrBits;
            } else {
                scalars[nextScalar++] = argument.originOrBits;
            }
        }
        kernel.run(memory, origins, rowLengths, scalars, bits, first, lo, hi);
        nextResult = 0;
        for (ArgumentFrame argument : arguments) {
            if (argument.isResult()) {
                argument.answer(answer, bits[nextResult++]);
            }
        }
    }
}
