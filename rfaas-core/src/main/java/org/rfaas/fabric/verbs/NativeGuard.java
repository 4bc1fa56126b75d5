package org.rfaas.fabric.verbs;

import java.lang.foreign.Arena;

/**
 * Closes the arena that owns a native pointer. A downcall keeps the arenas of its arguments open (java.lang.foreign), so
 * when this returns no call with the pointer is under way, and none begins: it throws IllegalStateException instead.
 */
final class NativeGuard {
    private NativeGuard() {}

    static void close(Arena guard) {
        while (guard.scope().isAlive()) {
            try {
                guard.close();
            } catch (IllegalStateException e) {
                // a call is under way; the guarded ones are short
                Thread.onSpinWait();
            }
        }
    }
}
