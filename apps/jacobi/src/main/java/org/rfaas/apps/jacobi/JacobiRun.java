package org.rfaas.apps.jacobi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.OffloadReport;
import org.rfaas.offload.OffloadRuntime;
import org.rfaas.offload.mpi.RankContext;

/** One run on one rank: load, solve once or twice, verify, report. Ranks agree after each step before the next. */
final class JacobiRun {
    /** Loads a rank's rows; with rank 0 of 1, the whole system. */
    interface Loader {
        LinearSystem load(int rank, int size) throws InputException;
    }

    /** What to do. */
    record Request(
            double tolerance,
            int maxIterations,
            OffloadMode mode,
            boolean isCompared,
            boolean isVerified,
            @Nullable Path json,
            Loader loader,
            WorkersSupplier workers) {}

    /** Finds out where workers come from. */
    interface WorkersSupplier {
        Workers find() throws InputException;
    }

    private interface Step<T> {
        T run() throws InputException;
    }

    private record Timed(Solution solution, double seconds, OffloadReport offload, int workers) {}

    /** Ends the run on all ranks. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean isTold;

        RefusedException(String message, boolean isTold) {
            super(message);
            this.isTold = isTold;
        }
    }

    private final RankContext rank;
    private final RowExchange exchange;
    private final Progress progress;

    JacobiRun(RankContext rank, RowExchange exchange, Progress progress) {
        this.rank = rank;
        this.exchange = exchange;
        this.progress = progress;
    }

    RunOutcome execute(Request request) {
        try {
            return new RunOutcome.Done(run(request));
        } catch (RefusedException e) {
            return new RunOutcome.Refused(String.valueOf(e.getMessage()), e.isTold);
        }
    }

    private JacobiReport run(Request request) throws RefusedException {
        together(() -> {
            check(request);
            return true;
        });
        Workers workers = together(request.workers()::find);
        LinearSystem system = together(() -> load(request, rank.rank(), rank.size()));
        JacobiSolver solver = new JacobiSolver(system, exchange, progress);
        boolean isOff = request.mode() instanceof OffloadMode.Off;
        Timed alone = isOff || request.isCompared() ? solve(solver, request, workers, new OffloadMode.Off()) : null;
        Timed offloaded = isOff ? null : solve(solver, request, workers, request.mode());
        Timed last = offloaded != null ? offloaded : alone;
        if (last == null) {
            throw new IllegalStateException("nothing was solved");
        }
        Boolean matches = matches(request, alone, offloaded, last);
        List<OffloadReport> perRank = collect(last.offload());
        int workerCount = (int) exchange.sum(last.workers());
        JacobiReport report = new JacobiReport(
                rank.size(),
                workerCount,
                system.rows().of(),
                last.solution().iterations(),
                last.solution().residual(),
                alone == null ? null : alone.seconds(),
                offloaded == null ? null : offloaded.seconds(),
                matches,
                perRank);
        Path json = request.json();
        together(() -> {
            if (json != null && rank.rank() == 0) {
                write(json, report.json());
            }
            return true;
        });
        return report;
    }

    private void check(Request request) throws InputException {
        if (!(request.tolerance() > 0)) {
            throw new InputException("--tolerance " + request.tolerance() + " is not positive");
        }
        if (request.maxIterations() < 1) {
            throw new InputException("--max-iterations " + request.maxIterations() + " is not positive");
        }
        Path json = request.json();
        if (json != null && rank.rank() == 0) {
            requireWritable(json);
        }
    }

    private Timed solve(JacobiSolver solver, Request request, Workers workers, OffloadMode mode)
            throws RefusedException {
        exchange.barrier();
        long startNs = System.nanoTime();
        try (OffloadRuntime runtime = workers.start(mode)) {
            Solution solution = together(() -> solver.solve(runtime, request.tolerance(), request.maxIterations()));
            exchange.barrier();
            double seconds = (System.nanoTime() - startNs) / 1e9;
            return new Timed(solution, seconds, runtime.report(), runtime.workers());
        } finally {
            progress.clear();
        }
    }

    private static LinearSystem load(Request request, int rank, int size) throws InputException {
        try {
            return request.loader().load(rank, size);
        } catch (OutOfMemoryError e) {
            throw new InputException("the matrix does not fit into memory; use more ranks, or more memory with -Xmx");
        }
    }

    /** Against the sequential reference if asked for, and the two solutions against each other if there are two. */
    private @Nullable Boolean matches(Request request, @Nullable Timed alone, @Nullable Timed offloaded, Timed last)
            throws RefusedException {
        boolean isSame = true;
        if (alone != null && offloaded != null) {
            isSame = alone.solution().equalsBitwise(offloaded.solution());
        } else if (!request.isVerified()) {
            return null;
        }
        if (request.isVerified()) {
            isSame &= together(() -> rank.rank() != 0
                    || last.solution()
                                    .distanceTo(Reference.solve(
                                            load(request, 0, 1), last.solution().iterations()))
                            <= Reference.TOLERANCE);
        }
        return exchange.min(isSame ? 1 : 0) == 1;
    }

    private List<OffloadReport> collect(OffloadReport own) {
        long[] all = exchange.collect(own.toLongs());
        List<OffloadReport> reports = new ArrayList<>();
        for (int offset = 0; offset < all.length; offset += OffloadReport.LONGS) {
            reports.add(OffloadReport.fromLongs(all, offset));
        }
        return reports;
    }

    /**
     * Does a step; when it fails on any rank, all ranks stop, and the first of those that failed tells why. A step that is
     * itself collective must fail on all ranks or on none.
     */
    private <T> T together(Step<T> step) throws RefusedException {
        T result = null;
        String problem = null;
        try {
            result = step.run();
        } catch (InputException e) {
            problem = String.valueOf(e.getMessage());
        }
        int teller = exchange.firstWithProblem(problem, rank.rank());
        if (teller >= 0 || result == null) {
            throw new RefusedException(problem == null ? "" : problem, teller == rank.rank());
        }
        return result;
    }

    /** Before hours of computing, not after; leaves nothing behind. */
    private static void requireWritable(Path file) throws InputException {
        Path folder = file.toAbsolutePath().getParent();
        boolean isWritable = Files.exists(file)
                ? Files.isRegularFile(file) && Files.isWritable(file)
                : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
        if (!isWritable) {
            throw new InputException("--json " + file + " cannot be written");
        }
    }

    private static void write(Path file, String text) throws InputException {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new InputException("--json " + file + " cannot be written: " + e);
        }
    }
}
