package org.rfaas.apps.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.OffloadReport;
import org.rfaas.offload.OffloadRuntime;

/** One run on one rank. Ranks agree after each step before the next. */
public final class Session {
    /** Something that may fail because of what the user gave. */
    @FunctionalInterface
    public interface Step<T> {
        T run() throws InputException;
    }

    /** Something that fails or does not. */
    @FunctionalInterface
    public interface Action {
        void run() throws InputException;
    }

    private final String app;
    private final Ranks ranks;
    private final RunOptions options;
    private final Progress progress;
    private final Workers workers;

    private Session(String app, Ranks ranks, RunOptions options, Progress progress, Workers workers) {
        this.app = app;
        this.ranks = ranks;
        this.options = options;
        this.progress = progress;
        this.workers = workers;
    }

    /** Finds out whether the common options make sense and where workers come from. */
    static Session start(String app, Ranks ranks, RunOptions options, Progress progress) throws RefusedException {
        Workers workers = together(ranks, () -> {
            if (options.json().isPresent() && ranks.rank() == 0) {
                OutputFile.requireWritable("--json", options.json().get());
            }
            return Workers.ofCluster(ranks.context());
        });
        return new Session(app, ranks, options, progress, workers);
    }

    public Ranks ranks() {
        return ranks;
    }

    public RunOptions options() {
        return options;
    }

    public Progress progress() {
        return progress;
    }

    /**
     * Does a step; when it fails on any rank, all ranks stop, and the first of those that failed tells why. A step that is
     * itself collective must fail on all ranks or on none.
     */
    public <T> T together(Step<T> step) throws RefusedException {
        return together(ranks, step);
    }

    /** As {@link #together(Step)}, for a step that reads or makes data, is not collective, and may run out of memory. */
    public <T> T load(Step<T> step) throws RefusedException {
        return together(() -> {
            try {
                return step.run();
            } catch (OutOfMemoryError e) {
                throw new InputException("the data does not fit into memory; use more ranks, or more memory with -Xmx");
            }
        });
    }

    /** As {@link #together(Step)}, for a step without a result. */
    public void check(Action action) throws RefusedException {
        together(() -> {
            action.run();
            return true;
        });
    }

    private static <T> T together(Ranks ranks, Step<T> step) throws RefusedException {
        T result = null;
        String problem = null;
        try {
            result = step.run();
        } catch (InputException e) {
            problem = String.valueOf(e.getMessage());
        }
        int teller = ranks.firstWithProblem(problem);
        if (teller >= 0 || result == null) {
            throw new RefusedException(problem == null ? "" : problem, teller == ranks.rank());
        }
        return result;
    }

    /** Does the work, whose loops are shared with workers, without offloading, with it, or both, as asked for. */
    public <T> Measurement<T> measure(Step<T> work) throws RefusedException {
        boolean isOff = options.mode() instanceof OffloadMode.Off;
        Optional<Timed<T>> alone =
                isOff || options.isCompared() ? Optional.of(time(new OffloadMode.Off(), work)) : Optional.empty();
        Optional<Timed<T>> offloaded = isOff ? Optional.empty() : Optional.of(time(options.mode(), work));
        return new Measurement<>(alone, offloaded);
    }

    private <T> Timed<T> time(OffloadMode mode, Step<T> work) throws RefusedException {
        ranks.barrier();
        long startNs = System.nanoTime();
        try (OffloadRuntime runtime = workers.start(mode)) {
            T result = together(work);
            ranks.barrier();
            double seconds = (System.nanoTime() - startNs) / 1e9;
            return new Timed<>(result, seconds, runtime.report(), runtime.workers());
        } finally {
            progress.clear();
        }
    }

    /**
     * Whether the results, where there are two, are the same, and the last passes the check, where {@code --verify} asks
     * for it; {@code null} when there was nothing to compare.
     *
     * @param isSame compares the two
     * @param verify compares the last with a sequential reference
     */
    public <T> @Nullable Boolean matches(Measurement<T> measured, BiPredicate<T, T> isSame, Step<Boolean> verify)
            throws RefusedException {
        boolean hasBoth = measured.alone().isPresent() && measured.offloaded().isPresent();
        if (!hasBoth && !options.isVerified()) {
            return null;
        }
        boolean matches = !hasBoth
                || isSame.test(
                        measured.alone().get().result(),
                        measured.offloaded().get().result());
        if (options.isVerified()) {
            matches &= together(verify);
        }
        return ranks.all(matches);
    }

    /** Puts the report together; collective. */
    public Report report(Measurement<?> measured, @Nullable Boolean matches, boolean isReached, List<Detail> details) {
        Timed<?> last = measured.last();
        return new Report(
                app,
                ranks.size(),
                (int) ranks.sum(last.workers()),
                measured.alone().map(Timed::seconds).orElse(null),
                measured.offloaded().map(Timed::seconds).orElse(null),
                matches,
                isReached,
                details,
                collect(last.offload()));
    }

    private List<OffloadReport> collect(OffloadReport own) {
        long[] all = ranks.collect(own.toLongs());
        List<OffloadReport> reports = new ArrayList<>();
        for (int offset = 0; offset < all.length; offset += OffloadReport.LONGS) {
            reports.add(OffloadReport.fromLongs(all, offset));
        }
        return reports;
    }

    void write(Report report) throws RefusedException {
        check(() -> {
            if (options.json().isPresent() && ranks.rank() == 0) {
                OutputFile.writeLines("--json", options.json().get(), line -> line.accept(report.json()));
            }
        });
    }
}
