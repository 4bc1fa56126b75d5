package org.rfaas.executor.sandbox;

import java.util.List;

/** What keeps an executor apart from the host it runs on. */
public sealed interface Isolation permits Bubblewrap, Podman, Isolation.None {
    /** As {@code executor.sandbox} names it. */
    String name();

    /**
     * The command that runs a program isolated.
     *
     * @param access what the program sees of the host
     * @param program with its arguments; the program under its own absolute name
     */
    List<String> command(HostAccess access, List<String> program);

    /** None: the program does what its user may. */
    record None() implements Isolation {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public List<String> command(HostAccess access, List<String> program) {
            return program;
        }
    }
}
