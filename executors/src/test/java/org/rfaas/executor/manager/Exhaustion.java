package org.rfaas.executor.manager;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.rfaas.function.Invocation;
import org.rfaas.function.RemoteFunction;

/** Uses up what its executor has. Input: what of it. Of its own file, since a nested class would ship with the class around it. */
public final class Exhaustion implements RemoteFunction {
    private static final int BLOCK_LONGS = 1 << 17;

    /** Characters of an exception's message. */
    static final int WORDS = 3000;

    private static Object[] kept = {};

    @Override
    public int invoke(Invocation invocation) {
        byte[] input = invocation.input().asSlice(0, invocation.inputBytes()).toArray(ValueLayout.JAVA_BYTE);
        switch (new String(input, StandardCharsets.UTF_8)) {
            case "nothing" -> {}
            case "heap" -> takeHeap();
            case "heap for good" -> keepHeap();
            case "stack" -> takeStack(0);
            case "words" -> throw new IllegalStateException("w".repeat(WORDS));
            case "threads" -> leaveThreads();
            default -> throw new IllegalArgumentException();
        }
        return 0;
    }

    private static void takeHeap() {
        List<long[]> taken = new ArrayList<>();
        while (!taken.contains(null)) {
            taken.add(new long[BLOCK_LONGS]);
        }
    }

    /** To the last byte, so that nothing is left to tell of it with. */
    private static void keepHeap() {
        int length = BLOCK_LONGS;
        while (true) {
            try {
                while (true) {
                    Object[] next = new Object[length];
                    next[0] = kept;
                    kept = next;
                }
            } catch (OutOfMemoryError e) {
                if (length == 1) {
                    throw e;
                }
                length /= 2;
            }
        }
    }

    private static int takeStack(int depth) {
        return depth < 0 ? 0 : takeStack(depth + 1) + depth;
    }

    /** Which outlive the invocation, and would outlive a JVM that waits for them. */
    private static void leaveThreads() {
        for (int i = 0; i < 4; i++) {
            Thread.ofPlatform().daemon(false).start(() -> {
                while (kept != null) {
                    Thread.onSpinWait();
                }
            });
        }
    }
}
