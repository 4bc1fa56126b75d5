package org.rfaas.executor.manager;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.rfaas.client.LeasedExecutor;
import org.rfaas.client.Slot;
import org.rfaas.client.Worker;
import org.rfaas.function.FunctionBundle;

/** Has the first worker of an executor make an {@link EscapeAttempt}. */
final class EscapeAttempts {
    private EscapeAttempts() {}

    static String attempt(LeasedExecutor executor, String what) {
        Worker worker = executor.workers().getFirst();
        var function = worker.install(FunctionBundle.of(EscapeAttempt.class));
        Slot slot = worker.slot(0);
        byte[] input = what.getBytes(StandardCharsets.UTF_8);
        slot.input().asSlice(0, input.length).copyFrom(MemorySegment.ofArray(input));
        slot.submit(function, input.length);
        int bytes = slot.await(Cluster.TIMEOUT.toNanos());
        return new String(slot.output().asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
}
