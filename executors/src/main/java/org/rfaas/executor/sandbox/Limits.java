package org.rfaas.executor.sandbox;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much each executor may take; makes the control groups where this process may. Thread-safe. */
final class Limits {
    private static final Logger LOG = LoggerFactory.getLogger(Limits.class);

    private final Optional<GroupLayout> layout;
    private final AtomicLong serial = new AtomicLong();

    private Limits(Optional<GroupLayout> layout) {
        this.layout = layout;
    }

    static Limits none() {
        return new Limits(Optional.empty());
    }

    /** Tries whether groups can be made, and says loudly when not. */
    static Limits find() {
        try {
            GroupLayout layout = GroupLayout.find();
            layout.sweep();
            Limits limits = new Limits(Optional.of(layout));
            try (ControlGroup probe = new ControlGroup(layout, limits.nextName())) {
                probe.limitProcesses(1);
                probe.limitMemory(1 << 30);
            }
            return limits;
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "EXECUTORS ARE NOT LIMITED in memory, cores and processes: no control groups can be made ({});"
                            + " run the executor manager as root, or in a delegated group (systemd: Delegate=yes)",
                    e.getMessage());
            return none();
        }
    }

    Optional<ControlGroup> group() throws IOException {
        return layout.isPresent() ? Optional.of(new ControlGroup(layout.get(), nextName())) : Optional.empty();
    }

    private String nextName() {
        return GroupLayout.name(serial.incrementAndGet());
    }
}
