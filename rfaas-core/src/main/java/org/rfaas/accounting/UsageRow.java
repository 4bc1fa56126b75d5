package org.rfaas.accounting;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * How running totals lie in memory that one side writes and another reads: a cache line of eight words, of which the first
 * four are execution ns, hot-polling ns, invocations and bytes. Rows begin at multiples of {@value #BYTES}.
 */
public final class UsageRow {
    public static final int BYTES = 64;

    /** Words in use. */
    public static final int WORDS = 4;

    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

    private UsageRow() {}

    /**
     * Reads a row while its writer goes on: each number is one its writer has stored, and none is torn. What no honest writer
     * stores counts as nothing.
     *
     * @param rows aligned to 8 bytes
     */
    public static Usage read(MemorySegment rows, long offset) {
        return new Usage(
                total(rows, offset),
                total(rows, offset + Long.BYTES),
                total(rows, offset + 2 * Long.BYTES),
                total(rows, offset + 3 * Long.BYTES));
    }

    private static long total(MemorySegment rows, long offset) {
        return Math.max(0, (long) WORD.getOpaque(rows, offset));
    }

    /** Stores one of the four totals: a plain store of an aligned word, which no reader sees torn. */
    public static void set(MemorySegment rows, long offset, int word, long total) {
        WORD.setOpaque(rows, offset + (long) word * Long.BYTES, total);
    }

    /** The four totals in their order. */
    public static long word(Usage usage, int word) {
        return switch (word) {
            case 0 -> usage.executionNs();
            case 1 -> usage.hotPollingNs();
            case 2 -> usage.invocations();
            case 3 -> usage.bytes();
            default -> throw new IllegalArgumentException("word " + word + " of " + WORDS);
        };
    }
}
