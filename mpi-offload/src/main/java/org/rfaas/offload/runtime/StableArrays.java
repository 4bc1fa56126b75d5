package org.rfaas.offload.runtime;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.array.TrackedArray;
import org.rfaas.offload.kernel.ArrayForm;

/**
 * The arrays whose contents workers keep between runs, by identity. An entry goes with its array. Used by the rank's thread,
 * except where said.
 */
final class StableArrays {
    private final Thread rank = Thread.currentThread();
    private final Map<Key, Entry> entries = new HashMap<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    /** Whether an array of rows has ever been tracked: only then may a change of one array be one of another, too. */
    private boolean hasRows;

    private final UnseenWrites unseen;

    private record Entry(TrackedArray tracked, ArrayForm form) {}

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

    /** @param unseen when there are any, all arrays count as changed */
    StableArrays(UnseenWrites unseen) {
        this.unseen = unseen;
    }

    /** Whether there are any. */
    boolean isEmpty() {
        return entries.isEmpty();
    }

    /**
     * What is known of an array; from now on, its changes count.
     *
     * @param form rows of another length make it another array
     */
    TrackedArray track(Object array, ArrayForm form) {
        settle();
        Key key = new Key(array, collected);
        Entry known = entries.get(key);
        if (known == null || !known.form().equals(form)) {
            known = new Entry(new TrackedArray(), form);
            entries.put(key, known);
            hasRows |= array instanceof Object[];
        }
        return known.tracked();
    }

    /** Whether changes of an array count, be it one by itself, a row of another one, or one with rows that are in others. */
    boolean isTracked(Object array) {
        dropCollected(); // as long as there are entries, runs that write come here
        Key key = new Key(array, null);
        return entries.containsKey(key)
                || entries.entrySet().stream().anyMatch(other -> shares(other.getKey(), other.getValue(), array));
    }

    /** Any thread: all of an array, or of a row of one, changed. */
    void touch(Object array) {
        touch(array, 0, Long.MAX_VALUE);
    }

    /** Any thread: units {@code [first, end)} of an array changed. */
    void touch(Object array, long first, long end) {
        if (!rank.equals(Thread.currentThread())) {
            unseen.touched();
        } else if (!entries.isEmpty()) {
            touchTracked(array, first, end);
        }
    }

    private void touchTracked(Object array, long first, long end) {
        Key key = new Key(array, null);
        Entry known = entries.get(key);
        if (known != null) {
            known.tracked().touch(first, end);
        }
        if (!hasRows && !(array instanceof Object[])) {
            return;
        }
        Set<Object> changed = Collections.newSetFromMap(new IdentityHashMap<>());
        if (array instanceof Object[] rows) {
            int from = Math.clamp(first, 0, rows.length);
            int to = Math.clamp(end, from, rows.length);
            changed.addAll(Arrays.asList(rows).subList(from, to));
            if (known != null) {
                // a row may be in an array twice, as where a boundary is periodic
                touchRows(rows, 0, from, known.tracked(), changed);
                touchRows(rows, to, rows.length, known.tracked(), changed);
            }
        } else {
            changed.add(array);
        }
        entries.forEach((other, entry) -> {
            Object tracked = other.get();
            if (tracked != null && !other.equals(key) && mayShare(tracked, entry, array)) {
                touchRows(tracked, entry.tracked(), changed);
            }
        });
    }

    private void dropCollected() {
        for (Reference<?> dead = collected.poll(); dead != null; dead = collected.poll()) {
            entries.remove(dead);
        }
    }

    private void settle() {
        dropCollected();
        if (unseen.takeAny()) {
            entries.values().forEach(entry -> entry.tracked().touch());
        }
    }

    /** Whether a tracked array is a row of another array, has it as a row, or may have rows in common with it. */
    private static boolean shares(Key key, Entry entry, Object other) {
        Object tracked = key.get();
        if (tracked == null || !mayShare(tracked, entry, other)) {
            return false;
        }
        if (tracked instanceof Object[] rows) {
            return other instanceof Object[] || contains(rows, other);
        }
        return other instanceof Object[] rows && contains(rows, tracked);
    }

    /** As that, but for what takes a look at each row; workers have no rows but those of the tracked length. */
    private static boolean mayShare(Object tracked, Entry entry, Object other) {
        if (tracked instanceof Object[] rows) {
            return other instanceof Object[]
                    ? rows.getClass().equals(other.getClass())
                    : mayHave(rows, other)
                            && Array.getLength(other) == entry.form().rowLength();
        }
        return other instanceof Object[] rows && mayHave(rows, tracked);
    }

    private static boolean mayHave(Object[] rows, Object array) {
        return rows.getClass().getComponentType().isInstance(array);
    }

    @SuppressWarnings("ReferenceEquality") // the question is whether they are one object
    private static boolean contains(Object[] rows, Object array) {
        return Arrays.stream(rows).anyMatch(row -> row == array);
    }

    /** @param changed arrays by identity */
    private static void touchRows(Object array, TrackedArray tracked, Set<Object> changed) {
        if (array instanceof Object[] rows) {
            touchRows(rows, 0, rows.length, tracked, changed);
        } else if (changed.contains(array)) {
            tracked.touch();
        }
    }

    private static void touchRows(Object[] rows, int from, int to, TrackedArray tracked, Set<Object> changed) {
        for (int r = from; r < to; r++) {
            if (changed.contains(rows[r])) {
                tracked.touch(r, r + 1L);
            }
        }
    }
}
