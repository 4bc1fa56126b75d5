package org.rfaas.apps.harness;

import java.util.List;

/** Tells an array that does not fit into memory from other things that run out, as threads do, where {@code -Xmx} is no remedy. */
public final class HeapSpace {
    /** How the messages of the virtual machine and of its library begin. */
    private static final List<String> LACKS = List.of(
            "Java heap space", "GC overhead limit exceeded", "Requested array size exceeds", "Required array length");

    private HeapSpace() {}

    /** Whether it is the heap that does not suffice. */
    public static boolean isLacking(OutOfMemoryError error) {
        String message = error.getMessage();
        return message != null && LACKS.stream().anyMatch(message::startsWith);
    }
}
