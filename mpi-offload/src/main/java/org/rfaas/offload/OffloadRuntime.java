package org.rfaas.offload;

import org.jspecify.annotations.Nullable;
import org.rfaas.offload.worker.WorkerSource;
import org.rfaas.offload.woven.WovenLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The offload runtime of one rank. Leases workers on its own in the background, and runs {@link Offload annotated} loops
 * on the rank and on what workers there are. Without workers, and whenever they fail, the rank computes everything itself.
 *
 * <p>Used by one thread, the rank's, which starts it; closing gives the leases back.
 */
public final class OffloadRuntime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OffloadRuntime.class);

    private final OffloadOptions options;
    private final Counters counters = new Counters();
    private final @Nullable WorkerPool pool;
    private final WovenLoops woven = new WovenLoops(this);

    private OffloadRuntime(OffloadOptions options, @Nullable WorkerSource source) {
        this.options = options;
        this.pool = source == null ? null : new WorkerPool(options, source, counters);
    }

    /** A runtime without workers. */
    public static OffloadRuntime local() {
        return new OffloadRuntime(OffloadOptions.of(new OffloadMode.Off()), null);
    }

    /**
     * Starts leasing. With a fixed fraction, waits for the workers first, at most {@link OffloadOptions#startWaitNs}.
     *
     * @param source closed with the runtime; unused when offloading is off
     */
    public static OffloadRuntime start(OffloadOptions options, WorkerSource source) {
        if (options.mode() instanceof OffloadMode.Off) {
            source.close();
            return new OffloadRuntime(options, null);
        }
        OffloadRuntime runtime = new OffloadRuntime(options, source);
        WovenLoop.install(runtime.woven);
        WorkerPool started = runtime.pool();
        started.start();
        if (options.mode() instanceof OffloadMode.Fixed) {
            started.awaitWorkers(options.startWaitNs());
        }
        return runtime;
    }

    /**
     * Tells that elements of an array which is {@link In#stable stable} changed outside of an offloaded loop. Does nothing
     * when no worker has any of it.
     *
     * @param array a primitive array, or an array of such rows
     */
    public static void touch(Object array) {
        WovenLoop.touch(array);
    }

    /** What has happened so far. */
    public OffloadReport report() {
        return pool == null
                ? counters.report(0, 0, 0)
                : counters.report(woven.unseenWrites(), pool.leases(), pool.lostWorkers());
    }

    /** Workers at hand now. */
    public int workers() {
        return pool == null ? 0 : pool.workers().size();
    }

    @Override
    public void close() {
        WovenLoop.uninstall(woven);
        if (pool != null) {
            if (!hasRunLoops()) {
                LOG.warn(
                        "no annotated loop has run, so workers had nothing to do; loops with @Offload are woven by mpi-offload on"
                                + " the annotation processor path, by the goal offload:weave, or by the agent");
            }
            pool.close();
        }
    }

    /** Whether woven loops have run: those of classes that nobody has woven are not seen here. */
    boolean hasRunLoops() {
        return woven.hasOpened();
    }

    OffloadOptions options() {
        return options;
    }

    Counters counters() {
        return counters;
    }

    WorkerPool pool() {
        if (pool == null) {
            throw new IllegalStateException("offloading is off");
        }
        return pool;
    }
}
