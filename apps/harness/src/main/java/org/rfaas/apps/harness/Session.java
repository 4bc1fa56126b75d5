package org.rfaas.apps.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.report.OffloadReport;
import org.rfaas.offload.runtime.OffloadRuntime;

/** One run on one rank. Ranks agree after each step before the next. */
public final class Session {
    private static final String JSON = "--json";

    private final String app;
    private final Ranks ranks;
    private final Agreement agreement;
    private final RunOptions options;
    private final Progress progress;
    private final Workers workers;

    private Session(
            String app, Ranks ranks, Agreement agreement, RunOptions options, Progress progress, Workers workers) {
        this.app = app;
        this.ranks = ranks;
        this.agreement = agreement;
        this.options = options;
        this.progress = progress;
        this.workers = workers;
    }

    /** Finds out whether the common options make sense and where workers come from. */
    static Session start(String app, Ranks ranks, RunOptions options, Progress progress) throws RefusedException {
        Agreement agreement = new Agreement(ranks);
        agreement.check(options::requireSense);
        Optional<Path> json = options.json();
        if (json.isPresent()) {
            agreement.checkOnRankZero(() -> OutputFile.requireWritable(JSON, json.get()));
        }
        Workers workers = agreement.together(() -> Workers.ofCluster(ranks.context()));
        return new Session(app, ranks, agreement, options, progress, workers);
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
     * Does a step in which ranks do not talk to each other; when it fails on any rank, for want of memory too, all ranks
     * stop, and the first of those that failed tells why.
     */
    public <T> T together(Step<T> step) throws RefusedException {
        return agreement.together(step);
    }

    /** As {@link #together}, for a step without a result. */
    public void check(Action action) throws RefusedException {
        agreement.check(action);
    }

    /** As {@link #check}, on rank 0 alone: files that all ranks make together are written there. */
    public void checkOnRankZero(Action action) throws RefusedException {
        agreement.checkOnRankZero(action);
    }

    /**
     * Does the work, whose loops are shared with workers, without offloading, with it, or both, as asked for. Where ranks talk
     * to each other in it, it must fail on all of them or on none.
     */
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
            T result = agreement.collectively(work);
            ranks.barrier();
            double seconds = (System.nanoTime() - startNs) / 1e9;
            return new Timed<>(result, seconds, runtime.report(), runtime.workers());
        } finally {
            progress.clear();
        }
    }

    /**
     * Compares the results, where there are two, with each other, and the last with a reference, where {@code --verify} asks
     * for it; collective.
     *
     * @param isSame compares the two
     * @param verify compares the last with a sequential reference
     */
    public <T> Comparison compare(Measurement<T> measured, BiPredicate<T, T> isSame, Step<Boolean> verify)
            throws RefusedException {
        boolean hasBoth = measured.alone().isPresent() && measured.offloaded().isPresent();
        if (!hasBoth && !options.isVerified()) {
            return Comparison.NONE;
        }
        boolean matches = !hasBoth
                || isSame.test(
                        measured.alone().get().result(),
                        measured.offloaded().get().result());
        if (options.isVerified()) {
            matches &= together(verify);
        }
        return Comparison.of(ranks.all(matches));
    }

    /** Puts the report together; collective. */
    public Report report(Measurement<?> measured, Comparison comparison, boolean isReached, List<Detail> details) {
        Timed<?> last = measured.last();
        return new Report(
                app,
                ranks.size(),
                (int) ranks.sum(last.workers()),
                measured.alone().map(Timed::seconds),
                measured.offloaded().map(Timed::seconds),
                comparison,
                isReached,
                details,
                measured.offloaded().isPresent() ? collect(last.offload()) : List.of());
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
        Optional<Path> json = options.json();
        if (json.isPresent()) {
            checkOnRankZero(() -> OutputFile.writeLines(JSON, json.get(), line -> line.accept(report.json())));
        }
    }
}
