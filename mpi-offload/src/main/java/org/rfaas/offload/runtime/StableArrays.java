package org.rfaas.offload.runtime;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.array.TrackedArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The arrays whose contents workers keep between runs, by identity. An entry goes with its array. Used by the rank's thread,
 * except where said.
 */
final class StableArrays {
    private static final Logger LOG = LoggerFactory.getLogger(StableArrays.class);

    private final Thread rank = Thread.currentThread();
    private final Map<Key, Entry> entries = new HashMap<>();
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    /** Whether an array of rows has ever been tracked: only then may a change of one array be one of another, too. */
    private boolean hasRows;

    private volatile boolean isTouchedElsewhere;

    /** Once there is one, nobody tells any more when arrays change: what workers have is never up to date. */
    private final AtomicLong unseenWrites = new AtomicLong();

    /** The same holds once there is one of these. */
    private final IntSupplier unwovenClasses;

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

    /** @param unwovenClasses how many classes have annotated loops that run as written, unseen */
    StableArrays(IntSupplier unwovenClasses) {
        this.unwovenClasses = unwovenClasses;
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
            hasRows |= array instanceof Object[];
        }
        return known.tracked();
    }

    /** Whether changes of an array count, be it one by itself, a row of another one, or one with rows that are in others. */
    boolean isTracked(Object array) {
        Key key = new Key(array, null);
        return entries.containsKey(key) || entries.keySet().stream().anyMatch(other -> shares(other, array));
    }

    /** Units {@code [first, end)} of an array changed. */
    void touch(Object array, long first, long end) {
        if (entries.isEmpty()) {
            return;
        }
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
            if (!other.equals(key)) {
                touchRows(other, entry.tracked(), changed);
            }
        });
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

    /**
     * Any thread: a loop is about to change something, it is not known what. On another thread than the rank's it may do so at
     * any time, so from then on arrays count as changed before every run.
     */
    void writesUnseen(String loop, String reason) {
        isTouchedElsewhere = true;
        if (!rank.equals(Thread.currentThread()) && unseenWrites.getAndIncrement() == 0) {
            LOG.warn(
                    "loop {} runs on {}, where nobody sees what it writes ({}): from now on workers get stable arrays anew with"
                            + " every run; run it on the rank's thread",
                    loop,
                    Thread.currentThread().getName(),
                    reason);
        }
    }

    /** Runs on other threads than the rank's, and unwoven classes, of which nobody told what they write. Any thread. */
    long unseenWrites() {
        return unseenWrites.get() + unwovenClasses.getAsInt();
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
        if (isTouchedElsewhere || isExpecting || unseenWrites() > 0) {
            isTouchedElsewhere = false;
            isExpecting = false;
            entries.values().forEach(entry -> entry.tracked().touch());
        }
    }

    /** Whether a tracked array is a row of another array, has it as a row, or may have rows in common with it. */
    private static boolean shares(Key key, Object other) {
        Object tracked = key.get();
        if (tracked instanceof Object[] rows) {
            return other instanceof Object[] || contains(rows, other);
        }
        return tracked != null && other instanceof Object[] rows && contains(rows, tracked);
    }

    @SuppressWarnings("ReferenceEquality") // the question is whether they are one object
    private static boolean contains(Object[] rows, Object array) {
        return Arrays.stream(rows).anyMatch(row -> row == array);
    }

    /** @param changed arrays by identity */
    private static void touchRows(Key key, TrackedArray tracked, Set<Object> changed) {
        Object array = key.get();
        if (array instanceof Object[] rows) {
            touchRows(rows, 0, rows.length, tracked, changed);
        } else if (array != null && changed.contains(array)) {
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
