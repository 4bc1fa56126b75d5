package org.rfaas.bench.loops;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.rfaas.bench.BareExecutor;
import org.rfaas.config.OffloadConfig;
import org.rfaas.config.RfaasConfig;
import org.rfaas.executor.sandbox.ProcessCores;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;
import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.OffloadOptions;
import org.rfaas.offload.cluster.ConnectedWorkers;
import org.rfaas.offload.runtime.OffloadRuntime;
import org.rfaas.offload.weave.WeaveResult;
import org.rfaas.wire.SlotLayout;

/**
 * What annotated loops cost and gain, kernel by kernel, against the same loop as written: woven but not shared, its kernel
 * over memory, the same on a worker with requests that have just come, and shared between this process and one worker.
 */
public final class LoopBench {
    /** All kernels. */
    public static final List<Class<? extends LoopTrial>> KERNELS = List.of(
            Axpy.class,
            DenseJacobi.class,
            SparseJacobi.class,
            MatrixVector.class,
            MatrixProduct.class,
            BlackScholes.class,
            FlatConvolution.class,
            RowConvolution.class,
            Dot.class,
            Extremes.class,
            BodyForces.class,
            ShortestPaths.class,
            Mandelbrot.class);

    /** The worker does not sleep while it is its turn, and does while it is the plain loop's. */
    private static final long HOT_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final SlotLayout SLOTS = new SlotLayout(4, 1 << 20);

    /** Runs whose results are compared before anything is measured. */
    private static final int CHECKED_RUNS = 3;

    /** For a worker of this machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final double TOLERANCE = 1e-9;

    private final String provider;
    private final LoopTurns turns;
    private final Consumer<String> progress;

    /**
     * A bench.
     *
     * @param provider fabric between this process and the worker
     * @param measure time for each figure, of which a kernel has seven: the plain loop is measured beside the woven one, beside
     *     the worker alone, and beside both together; a third of it is added as warm-up
     * @param progress told what begins
     */
    public LoopBench(String provider, Duration measure, Consumer<String> progress) {
        this.provider = provider;
        this.turns = new LoopTurns(measure);
        this.progress = progress;
    }

    /** What a kernel is called in figures and on the command line, for example {@code dense-jacobi}. */
    public static String name(Class<? extends LoopTrial> kernel) {
        return kernel.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /** Measures these kernels. */
    public LoopFigures run(List<Class<? extends LoopTrial>> kernels) {
        try (Fabric fabric = Fabrics.open(provider)) {
            double dispatchNs = withWorker(fabric, "dispatch", this::measureDispatch);
            List<LoopFigures.Row> rows = new ArrayList<>();
            for (Class<? extends LoopTrial> kernel : kernels) {
                rows.add(withWorker(fabric, name(kernel), executor -> measure(kernel, executor)));
            }
            return new LoopFigures(dispatchNs, rows);
        }
    }

    private <T> T withWorker(Fabric fabric, String what, Function<BareExecutor, T> measurement) {
        progress.accept(what);
        try (BareExecutor executor = BareExecutor.start(fabric, 1, SLOTS, HOT_NS, Long.MAX_VALUE, onACoreOfItsOwn())) {
            return measurement.apply(executor);
        }
    }

    /** As executors are kept on the cores of their lease: else the worker and the rank that waits for it share one at times. */
    private static List<Integer> onACoreOfItsOwn() {
        List<Integer> cores = ProcessCores.allowed();
        return cores.size() < 2 ? List.of() : List.of(cores.getLast());
    }

    private double measureDispatch(BareExecutor executor) {
        WeaveResult woven = WovenTrial.weave(TinyLoop.class);
        try (OffloadRuntime _ = start(new OffloadMode.Auto(), executor)) {
            List<Double> ns =
                    turns.medians(run(WovenTrial.create(TinyLoop.class)), run(WovenTrial.load(TinyLoop.class, woven)));
            return (ns.getLast() - ns.getFirst()) / TinyLoop.CALLS;
        }
    }

    private LoopFigures.Row measure(Class<? extends LoopTrial> kernel, BareExecutor executor) {
        WeaveResult woven = WovenTrial.weave(kernel);
        check(kernel, woven, executor);
        LongSupplier plain = run(WovenTrial.create(kernel));
        KernelTrial alone = KernelCapture.of(WovenTrial.load(kernel, woven));
        List<Double> here = turns.medians(plain, run(WovenTrial.load(kernel, woven)), alone::run);
        List<Double> onWorker;
        try (OffloadRuntime runtime = start(new OffloadMode.Fixed(1), executor)) {
            onWorker = turns.medians(plain, runElsewhere(WovenTrial.load(kernel, woven), runtime));
        }
        List<Double> together;
        try (OffloadRuntime _ = start(new OffloadMode.Auto(), executor)) {
            together = turns.medians(plain, run(WovenTrial.load(kernel, woven)));
        }
        return new LoopFigures.Row(
                name(kernel),
                woven.loops().getFirst().verdict().name().toLowerCase(Locale.ROOT),
                here.get(0) / here.get(1),
                here.get(0) / here.get(2),
                onWorker.get(0) / onWorker.get(1),
                together.get(0) / together.get(1));
    }

    private static LongSupplier run(LoopTrial trial) {
        return () -> {
            long beginNs = System.nanoTime();
            trial.run();
            return System.nanoTime() - beginNs;
        };
    }

    /** In the worker's own time. */
    private static LongSupplier runElsewhere(LoopTrial trial, OffloadRuntime runtime) {
        return () -> {
            long beforeNs = runtime.report().executionNs();
            trial.run();
            return runtime.report().executionNs() - beforeNs;
        };
    }

    private static void check(Class<? extends LoopTrial> kernel, WeaveResult woven, BareExecutor executor) {
        LoopTrial plain = WovenTrial.create(kernel);
        LoopTrial shared = WovenTrial.load(kernel, woven);
        try (OffloadRuntime runtime = start(new OffloadMode.Fixed(0.5), executor)) {
            for (int run = 0; run < CHECKED_RUNS; run++) {
                plain.run();
                shared.run();
            }
            double expected = plain.checksum();
            if (runtime.report().iterationsRemote() == 0
                    || Math.abs(shared.checksum() - expected) > TOLERANCE * Math.abs(expected)) {
                throw new IllegalStateException(name(kernel) + " comes to " + shared.checksum() + " instead of "
                        + expected + "; " + runtime.report());
            }
        }
    }

    /**
     * Starts it and waits until the worker computes for it.
     *
     * @throws IllegalStateException when it does not
     */
    private static OffloadRuntime start(OffloadMode mode, BareExecutor executor) {
        OffloadConfig defaults = RfaasConfig.load(Optional.empty(), Map.of()).offload();
        OffloadRuntime runtime =
                OffloadRuntime.start(OffloadOptions.of(mode, defaults), new ConnectedWorkers(executor.connection()));
        long startNs = System.nanoTime();
        while (runtime.workers() == 0) {
            if (System.nanoTime() - startNs > PATIENCE.toNanos()) {
                runtime.close();
                throw new IllegalStateException(
                        "the worker did not become ready in " + PATIENCE.toSeconds() + " s; see the log");
            }
            Thread.onSpinWait();
        }
        return runtime;
    }
}
