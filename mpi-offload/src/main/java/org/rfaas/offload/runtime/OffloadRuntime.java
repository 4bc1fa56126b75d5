package org.rfaas.offload.runtime;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.In;
import org.rfaas.offload.Offload;
import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.OffloadOptions;
import org.rfaas.offload.loop.LoopContext;
import org.rfaas.offload.pool.WorkerPool;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.report.LoopReport;
import org.rfaas.offload.report.OffloadReport;
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

    /** Whose loops are shared now: a woven loop asks one runtime, so there is one at a time. */
    private static final AtomicReference<@Nullable Thread> RANK = new AtomicReference<>();

    private final @Nullable Sharing sharing;
    private boolean isClosed;

    /** What it has unless offloading is off. */
    private record Sharing(WorkerPool pool, Counters counters, WovenLoops loops) {
        static Sharing of(OffloadOptions options, WorkerSource source) {
            Counters counters = new Counters();
            WorkerPool pool = new WorkerPool(options, source, counters);
            return new Sharing(pool, counters, new WovenLoops(new LoopContext(options, pool, counters)));
        }
    }

    private OffloadRuntime(@Nullable Sharing sharing) {
        this.sharing = sharing;
    }

    /** A runtime without workers. */
    public static OffloadRuntime local() {
        return new OffloadRuntime(null);
    }

    /**
     * Starts leasing. With a fixed fraction, waits for the workers first, at most {@link OffloadOptions#startWaitNs}, and warns
     * if they are not all there.
     *
     * @param source closed with the runtime, and when this throws; unused when offloading is off
     * @throws IllegalStateException if another one that leases is open in this JVM
     */
    public static OffloadRuntime start(OffloadOptions options, WorkerSource source) {
        if (options.mode() instanceof OffloadMode.Off) {
            source.close();
            return local();
        }
        Thread other = RANK.compareAndExchange(null, Thread.currentThread());
        if (other != null) {
            source.close();
            throw new IllegalStateException(
                    "thread '" + other.getName()
                            + "' has an OffloadRuntime open, and a JVM shares its loops by one at a time; close that one first, or use it");
        }
        Sharing sharing = lease(options, source);
        WovenLoop.install(sharing.loops());
        if (options.mode() instanceof OffloadMode.Fixed) {
            awaitWorkers(sharing.pool(), options);
        }
        return new OffloadRuntime(sharing);
    }

    private static Sharing lease(OffloadOptions options, WorkerSource source) {
        try {
            Sharing sharing = Sharing.of(options, source);
            sharing.pool().start();
            return sharing;
        } catch (RuntimeException | Error e) {
            RANK.set(null);
            throw e;
        }
    }

    private static void awaitWorkers(WorkerPool pool, OffloadOptions options) {
        int workers = pool.awaitWorkers(options.startWaitNs());
        if (workers < options.workers()) {
            LOG.warn(
                    "rank {} begins with {} of {} workers, after {} s; if more come later, raise offload.start-wait",
                    options.rank(),
                    workers,
                    options.workers(),
                    options.startWaitNs() / 1e9);
        }
    }

    /**
     * Tells that elements of an array which is {@link In#stable stable} changed outside of an offloaded loop. Does nothing
     * when no worker has any of it.
     *
     * @param array a primitive array, or an array of such rows
     * @throws IllegalArgumentException if it is anything else, such as an object that has the array in a field
     */
    public static void touch(Object array) {
        requireArrayOfNumbers(array);
        WovenLoop.touch(array);
    }

    /**
     * Tells that some elements of an array which is {@link In#stable stable} changed outside of an offloaded loop, such as
     * values received from another rank: workers get these anew, and keep the others.
     *
     * @param array a primitive array, or an array of such rows
     * @param first the first element that changed; of an array of rows, the first row
     * @param end behind the last one
     * @throws IllegalArgumentException if it is anything else, such as an object that has the array in a field
     * @throws IndexOutOfBoundsException if the array has no such elements or rows
     */
    public static void touch(Object array, int first, int end) {
        requireArrayOfNumbers(array);
        Objects.checkFromToIndex(first, end, Array.getLength(array));
        WovenLoop.touch(array, first, end);
    }

    private static void requireArrayOfNumbers(Object array) {
        if (!isArrayOfNumbers(array.getClass())) {
            throw new IllegalArgumentException(array.getClass().getTypeName()
                    + " is no primitive array, nor one of such rows; touch the array that the loop reads, as in"
                    + " touch(matrix.data)");
        }
    }

    private static boolean isArrayOfNumbers(Class<?> type) {
        Class<?> element = type.getComponentType();
        if (element != null && element.isArray()) {
            element = element.getComponentType();
        }
        return element != null && element.isPrimitive();
    }

    /** What has happened so far. */
    public OffloadReport report() {
        if (sharing == null) {
            return OffloadReport.NOTHING;
        }
        WorkerPool pool = sharing.pool();
        long runsInOrder = loops().stream().mapToLong(LoopReport::runsInOrder).sum();
        return sharing.counters()
                .report(runsInOrder, sharing.loops().unseenWrites(), pool.leases(), pool.lostWorkers());
    }

    /**
     * What has become of each annotated loop so far, in the order of their first runs: none when offloading
     * is off, and none of classes that nobody has woven.
     */
    public List<LoopReport> loops() {
        return sharing == null ? List.of() : sharing.loops().reports();
    }

    /** Workers at hand now; none once it is closed. */
    public int workers() {
        return sharing == null ? 0 : sharing.pool().workers().size();
    }

    @Override
    public void close() {
        if (sharing == null || isClosed) {
            return;
        }
        isClosed = true;
        WovenLoop.uninstall(sharing.loops());
        RANK.set(null);
        List<LoopReport> loops = loops();
        loops.forEach(loop -> LOG.info("{}", loop));
        if (loops.isEmpty()) {
            LOG.warn(
                    "no annotated loop has run, so workers had nothing to do; loops with @Offload are woven by mpi-offload on"
                            + " the annotation processor path, by the goal offload:weave, or by the agent");
        }
        sharing.pool().close();
    }
}
