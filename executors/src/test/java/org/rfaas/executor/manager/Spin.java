package org.rfaas.executor.manager;

import java.lang.foreign.ValueLayout;
import org.rfaas.function.Invocation;
import org.rfaas.function.RemoteFunction;

/** Works for as many ns as its input says, and answers how many it was. */
public final class Spin implements RemoteFunction {
    @Override
    public int invoke(Invocation invocation) {
        long startNs = System.nanoTime();
        long ns = invocation.input().get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
        long workedNs = 0;
        while (workedNs < ns) {
            Thread.onSpinWait();
            workedNs = System.nanoTime() - startNs;
        }
        invocation.output().set(ValueLayout.JAVA_LONG_UNALIGNED, 0, workedNs);
        return Long.BYTES;
    }
}
