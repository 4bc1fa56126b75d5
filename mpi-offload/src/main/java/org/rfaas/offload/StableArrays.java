package org.rfaas.offload;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of which workers keep what they have between runs of woven loops, by identity; forgets them with the arrays. Used
 * by the rank's thread, except for {@link #touch}.
 */
final class StableArrays {
    private final Thread rank = Thread.currentThread();
    private final Map<Key, Entry> entries = new HashMap<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private volatile boolean isTouchedElsewhere;

    /** Nobody tells any more when arrays change: what workers have is never up to date. */
    private volatile boolean isDistrusted;

    /** A loop that writes was asked for and has not come. */
    private boolean isExpecting;

    private record Entry(TrackedArray tracked, int unitBytes) {}

    /** Equal to itself and to another key of the same array. */
    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object array, @Nullable ReferenceQueue<Object> collected) {
            super(array, collected);
            this.hash = System.identityHashCode(array);
        }

        @Override
        public boolean equals(Object other) {
            Object array = get();
            return this == other || (array != null && other instanceof Key key && key.refersTo(array));
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** Whether there are any. */
    boolean isEmpty() {
        return entries.isEmpty();
    }

    /**
     * What is known of an array; from now on, its changes count.
     *
     * @param unitBytes bytes an element, or a row; rows of another length make it another array
     */
    TrackedArray track(Object array, int unitBytes) {
        settle();
        Key key = new Key(array, collected);
        Entry known = entries.get(key);
        if (known == null || known.unitBytes() != unitBytes) {
            known = new Entry(new TrackedArray(), unitBytes);
            entries.put(key, known);
        }
        return known.tracked();
    }

    /** Whether changes of an array count, be it one by itself or a row of another one. */
    boolean isTracked(Object array) {
        Key key = new Key(array, null);
        return entries.containsKey(key) || entries.keySet().stream().anyMatch(other -> hasRow(other, key));
    }

    /** Units {@code [first, end)} of an array changed. */
    void touch(Object array, long first, long end) {
        Key key = new Key(array, null);
        Entry known = entries.get(key);
        if (known != null) {
            known.tracked().touch(first, end);
        }
        entries.forEach((other, entry) -> touchRow(other, entry.tracked(), key));
        if (array instanceof Object[] rows) {
            for (long r = Math.max(0, first); r < Math.min(rows.length, end); r++) {
                touchAll(rows[(int) r]);
            }
        }
    }

    private void touchAll(@Nullable Object row) {
        Entry known = row == null ? null : entries.get(new Key(row, null));
        if (known != null) {
            known.tracked().touch();
        }
    }

    /** Any thread: all of an array, or of a row of one, changed. */
    void touch(Object array) {
        if (rank.equals(Thread.currentThread())) {
            touch(array, 0, Long.MAX_VALUE);
        } else {
            touchElsewhere();
        }
    }

    /** Any thread: something has changed, it is not known what. */
    void touchElsewhere() {
        isTouchedElsewhere = true;
    }

    /** Any thread: something is about to change, it is not known what. Another thread than the rank's may do it any time. */
    void writesUnseen() {
        isTouchedElsewhere = true;
        if (!rank.equals(Thread.currentThread())) {
            isDistrusted = true;
        }
    }

    /** A loop that writes is asked for; unless it {@link #arrives}, it ran in place and wrote who knows what. */
    void expect() {
        if (isExpecting) {
            touchElsewhere();
        }
        isExpecting = true;
    }

    /** The loop that was asked for is here, and will say what it writes. */
    void arrives() {
        isExpecting = false;
    }

    private void settle() {
        for (Reference<?> dead = collected.poll(); dead != null; dead = collected.poll()) {
            entries.remove(dead);
        }
        if (isTouchedElsewhere || isExpecting || isDistrusted) {
            isTouchedElsewhere = false;
            isExpecting = false;
            entries.values().forEach(entry -> entry.tracked().touch());
        }
    }

    /** Whether this is an array of rows, and one of them the other array. */
    private static boolean hasRow(Key key, Key row) {
        return key.get() instanceof Object[] rows && Arrays.stream(rows).anyMatch(row::refersTo);
    }

    private static void touchRow(Key key, TrackedArray tracked, Key row) {
        if (key.get() instanceof Object[] rows) {
            for (int r = 0; r < rows.length; r++) {
                if (row.refersTo(rows[r])) {
                    tracked.touch(r, r + 1L);
                }
            }
        }
    }
}
