package org.rfaas.executor.sandbox;

import java.util.List;

/** What an executor is started in. */
public sealed interface Walls permits Bubblewrap, Podman, Walls.None {
    /** As {@code executor.sandbox} names it. */
    String name();

    /**
     * The command that runs a program behind the walls.
     *
     * @param program with its arguments; the program under its own absolute name
     */
    List<String> command(Room room, List<String> program);

    /** No walls: the program does what its user may. */
    record None() implements Walls {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public List<String> command(Room room, List<String> program) {
            return program;
        }
    }
}
