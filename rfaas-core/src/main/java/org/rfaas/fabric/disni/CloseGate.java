package org.rfaas.fabric.disni;

/**
 * Keeps one thread's native calls and another's destruction of what they are about apart. Sequential consistency of the
 * volatile fields is what makes it work: either the caller sees that it is closed, or the closer sees the caller.
 */
final class CloseGate {
    private volatile boolean occupied;
    private volatile boolean closed;

    /**
     * Before a call; one thread at a time.
     *
     * @throws IllegalStateException when it is closed
     */
    void enter() {
        occupied = true;
        if (closed) {
            occupied = false;
            throw new IllegalStateException("closed");
        }
    }

    /** After the call. */
    void leave() {
        occupied = false;
    }

    /** From now on nobody enters; returns when nobody is inside. */
    void close() {
        closed = true;
        while (occupied) {
            Thread.onSpinWait();
        }
    }
}
