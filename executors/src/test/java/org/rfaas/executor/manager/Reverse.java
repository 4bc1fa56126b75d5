package org.rfaas.executor.manager;

import java.lang.foreign.ValueLayout;
import org.rfaas.function.Invocation;
import org.rfaas.function.RemoteFunction;

/** Reverses its input. Of its own file: a nested class would ship with the class around it. */
public final class Reverse implements RemoteFunction {
    @Override
    public int invoke(Invocation invocation) {
        int bytes = invocation.inputBytes();
        for (int i = 0; i < bytes; i++) {
            byte value = invocation.input().get(ValueLayout.JAVA_BYTE, i);
            invocation.output().set(ValueLayout.JAVA_BYTE, bytes - 1L - i, value);
        }
        return bytes;
    }
}
