package org.rfaas.client;

import java.util.Optional;

/** Where a worker whose connection is gone learns what has become of its executor. */
@FunctionalInterface
interface LossReport {
    /** Waits for the executor manager's word, but not for long; empty when it has none. Any thread. */
    Optional<String> await();

    /** For executors without a manager. */
    static LossReport none() {
        return Optional::empty;
    }
}
