package org.rfaas.offload.woven;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Microseconds an iteration; uses are in and out. */
public final class SlowBody extends MemoryBody {
    public SlowBody() {
        super("DD", 0, 0b10);
    }

    @Override
    public void run(
            MemorySegment[] windows,
            long[] origins,
            int[] rowLengths,
            long[] scalars,
            long[] results,
            int start,
            int from,
            int to) {
        for (int i = start + from; i < start + to; i++) {
            double value = windows[0].getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, i - origins[0]) + i;
            for (int k = 0; k < 200; k++) {
                value = Math.sin(value) + 1;
            }
            windows[1].setAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, i - origins[1], value);
        }
    }
}
