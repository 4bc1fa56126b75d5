package org.rfaas.executor;

import java.io.PrintWriter;
import java.io.StringWriter;
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
            slot.fail(InvocationStatus.FUNCTION_FAILED, describe(thrown));
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

    private static FailureText describe(Throwable thrown) {
        try {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            String message = thrown.getMessage();
            return new FailureText(thrown.getClass().getName(), message == null ? "" : message, trace.toString());
        } catch (Throwable again) { // the exception is a class of the function, too
            return new FailureText(thrown.getClass().getName(), "what it says cannot be had: it threw itself", "");
        }
    }
}
