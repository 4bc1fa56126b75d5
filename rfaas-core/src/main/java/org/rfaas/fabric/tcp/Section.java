package org.rfaas.fabric.tcp;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Work for one thread at a time that never blocks. Entering, tried or done, and leaving are full fences, so who leaves and
 * then looks for work sees what was published by one who found the section taken.
 */
final class Section {
    private final AtomicBoolean taken = new AtomicBoolean();

    /** False when somebody is inside. A full fence in either case: no cheaper look at the flag will do. */
    boolean tryEnter() {
        return taken.compareAndSet(false, true);
    }

    /** For the control path: waits for whoever is inside. */
    void enter() {
        while (!tryEnter()) {
            Thread.onSpinWait();
        }
    }

    void leave() {
        taken.set(false);
    }
}
