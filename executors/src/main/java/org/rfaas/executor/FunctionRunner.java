package org.rfaas.executor;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rfaas.function.RemoteFunction;
import org.rfaas.wire.FailureText;
import org.rfaas.wire.InvocationStatus;
import org.rfaas.wire.SystemFunction;

/**
 * Runs what a slot asks for: an instance, this worker's own, of a function of the executor's table, or a system function.
 * Worker's thread only.
 */
final class FunctionRunner {
    /** How the virtual machine begins when the heap does not suffice; other things run out, too, as threads do. */
    private static final String HEAP_SPACE = "Java heap space";

    private static final String REMEDY = ", of which an executor of this lease has "
            + (Runtime.getRuntime().maxMemory() >> 20) + " MiB; lease more memory (lease.memory-per-core)";

    /** More than the text has. */
    private static final int HEAP_FULL_BYTES = 512;

    /** Made beforehand: once it is needed, there is no memory to make it in. */
    private static final byte[] HEAP_FULL =
            encode(new FailureText(OutOfMemoryError.class.getName(), HEAP_SPACE + REMEDY, ""));

    private final FunctionTable table;
    private final SystemFunctions systemFunctions;
    private @Nullable RemoteFunction[] instances = new RemoteFunction[8];

    FunctionRunner(FunctionTable table, SystemFunctions systemFunctions) {
        this.table = table;
        this.systemFunctions = systemFunctions;
    }

    /** Runs and sets the slot's answer; whatever the function does wrong becomes an answer too. */
    void run(WorkerSlot slot) {
        if (!slot.inputFits()) {
            slot.fail(
                    InvocationStatus.PAYLOAD_TOO_LARGE,
                    new FailureText(
                            "input",
                            "header claims " + slot.inputBytes() + " bytes; a slot holds "
                                    + slot.input().byteSize(),
                            ""));
            return;
        }
        try {
            int code = slot.code();
            RemoteFunction function = code >= 0 && code < instances.length ? instances[code] : null;
            if (function != null) {
                slot.answerOutput(function.invoke(slot));
            } else {
                runFirst(slot, code);
            }
        } catch (Throwable thrown) { // a kernel may throw anything, an Error too; the worker lives on
            fail(slot, thrown);
        } finally {
            Thread.interrupted(); // a kernel may leave its thread interrupted, which is not the next one's business
        }
    }

    /** What a code in a header stands for, for messages. Any thread. */
    String describe(int code) {
        return table.describe(code);
    }

    /** How long what a code stands for may run; {@link Long#MAX_VALUE} for ever. Any thread. */
    long deadlineNs(int code) {
        return table.deadlineNs(code);
    }

    /** Not on the hot path: a system function, or a function this worker has not run before. */
    private void runFirst(WorkerSlot slot, int code) throws Exception {
        Optional<SystemFunction> system = SystemFunction.of(code);
        if (system.isPresent()) {
            systemFunctions.run(system.get(), slot);
            return;
        }
        Optional<RemoteFunction> instance = table.instantiate(code);
        if (instance.isEmpty()) {
            slot.answer(InvocationStatus.UNKNOWN_FUNCTION.code(), 0);
            return;
        }
        RemoteFunction function = instance.get();
        if (code >= instances.length) {
            instances = Arrays.copyOf(instances, Math.max(code + 1, 2 * instances.length));
        }
        instances[code] = function;
        slot.answerOutput(function.invoke(slot));
    }

    private static void fail(WorkerSlot slot, Throwable thrown) {
        try {
            slot.fail(InvocationStatus.FUNCTION_FAILED, describe(thrown));
        } catch (OutOfMemoryError full) { // the function keeps all there is
            slot.fail(InvocationStatus.FUNCTION_FAILED, HEAP_FULL);
        }
    }

    private static FailureText describe(Throwable thrown) {
        try {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            return new FailureText(thrown.getClass().getName(), message(thrown), trace.toString());
        } catch (OutOfMemoryError full) {
            throw full;
        } catch (Throwable again) { // the exception is a class of the function, too
            return new FailureText(thrown.getClass().getName(), "what it says cannot be had: it threw itself", "");
        }
    }

    private static byte[] encode(FailureText text) {
        byte[] room = new byte[HEAP_FULL_BYTES];
        return Arrays.copyOf(room, text.encode(MemorySegment.ofArray(room)));
    }

    private static String message(Throwable thrown) {
        String message = thrown.getMessage();
        if (message == null) {
            return "";
        }
        return thrown instanceof OutOfMemoryError && message.startsWith(HEAP_SPACE) ? message + REMEDY : message;
    }
}
