package org.rfaas.offload.pool;

import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import org.rfaas.offload.OffloadOptions;
import org.rfaas.thread.VirtualThreads;

/**
 * What managers are asked about a rank's leases, each time in a thread of its own: one that does not answer keeps those of
 * other leases waiting for nothing. One thread sends and awaits.
 */
final class LeaseErrands implements Executor {
    private final String threadName;

    /** Its parties are the errands under way, and who awaits them. */
    private final Phaser underWay = new Phaser(1);

    LeaseErrands(OffloadOptions options) {
        this.threadName = SteadyThread.name("leases", options);
    }

    /**
     * Begins an errand.
     *
     * @throws OutOfMemoryError when no thread can be started; the errand is not run then
     */
    @Override
    public void execute(Runnable errand) {
        underWay.register();
        try {
            VirtualThreads.start(threadName, () -> {
                try {
                    errand.run();
                } finally {
                    underWay.arriveAndDeregister();
                }
            });
        } catch (OutOfMemoryError e) {
            underWay.arriveAndDeregister();
            throw e;
        }
    }

    /** Waits until all are done that have begun. */
    void awaitAll() {
        underWay.arriveAndAwaitAdvance();
    }
}
