package org.rfaas.experiment;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a JVM that is told to end closes, newest first: a script has to end before the folder goes that it writes to. */
public final class AtExit {
    /** Idempotent, since its owner may be about to do the same. */
    @FunctionalInterface
    public interface Undoing {
        void undo();
    }

    private static final Logger LOG = LoggerFactory.getLogger(AtExit.class);
    private static final Deque<Undoing> OPEN = new ArrayDeque<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(AtExit::undoAll, "at-exit"));
    }

    private AtExit() {}

    /** Undoes this as well, unless it is forgotten before. */
    public static void add(Undoing undoing) {
        synchronized (OPEN) {
            OPEN.push(undoing);
        }
    }

    /** Its owner has undone it. */
    public static void forget(Undoing undoing) {
        synchronized (OPEN) {
            OPEN.remove(undoing);
        }
    }

    private static void undoAll() {
        for (Undoing next = newest(); next != null; next = newest()) {
            try {
                next.undo();
            } catch (RuntimeException e) {
                LOG.warn("something is left behind", e);
            }
        }
    }

    private static @Nullable Undoing newest() {
        synchronized (OPEN) {
            return OPEN.poll();
        }
    }
}
