package org.rfaas.apps.harness;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.rfaas.offload.mpi.RankContext;
import picocli.CommandLine;

/** Ranks that are threads of this process, without MPI; an application's tests run on them. */
public final class ThreadRanks {
    private final int size;
    private final CyclicBarrier barrier;
    private final Object[] board;
    private final Set<Integer> alarmed = ConcurrentHashMap.newKeySet();

    public ThreadRanks(int size) {
        this.size = size;
        this.barrier = new CyclicBarrier(size);
        this.board = new Object[size];
    }

    /**
     * What a run of an application came to.
     *
     * @param exitCode of all ranks
     */
    public record Outcome(int exitCode, String out, String err) {}

    /**
     * Runs an application on ranks that are threads.
     *
     * @throws IllegalStateException when a rank fails, or ends with another code than the others
     */
    public static Outcome run(int size, Function<Ranks, ? extends Application> application, String... arguments) {
        ThreadRanks ranks = new ThreadRanks(size);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<Future<Integer>> codes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(size)) {
            for (int rank = 0; rank < size; rank++) {
                Ranks own = ranks.rank(rank);
                CommandLine line = new CommandLine(application.apply(own))
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err));
                codes.add(threads.submit(() -> Application.execute(line, own, arguments)));
            }
            int code = codes.getFirst().get();
            for (Future<Integer> other : codes) {
                if (other.get() != code) {
                    throw new IllegalStateException("one rank ends with " + code + ", one with " + other.get());
                }
            }
            return new Outcome(code, out.toString(), err.toString());
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a rank failed; on stderr: " + err, e);
        }
    }

    /** One of them, for a thread of its own. */
    public Ranks rank(int rank) {
        return new ThreadRank(new Place(rank, size));
    }

    private record Place(int rank, int size) implements RankContext {
        @Override
        public String jobId() {
            return "threads";
        }

        @Override
        public void abort(int exitCode) {
            throw new IllegalStateException("abort " + exitCode);
        }

        @Override
        public void close() {}
    }

    private final class ThreadRank implements Ranks {
        private final RankContext context;

        ThreadRank(RankContext context) {
            this.context = context;
        }

        @Override
        public RankContext context() {
            return context;
        }

        @Override
        public void gather(MemorySegment own, MemorySegment all, int rowBytes) {
            post(own);
            int rows = Math.toIntExact(all.byteSize() / rowBytes);
            for (int other = 0; other < size; other++) {
                MemorySegment theirs = (MemorySegment) board[other];
                RowBlock block = RowBlock.share(rows, other, size);
                all.asSlice((long) block.first() * rowBytes, (long) block.count() * rowBytes)
                        .copyFrom(theirs);
            }
            meet();
        }

        @Override
        public double sum(double own) {
            post(own);
            double sum = Arrays.stream(board).mapToDouble(v -> (double) v).sum();
            meet();
            return sum;
        }

        @Override
        public int min(int own) {
            post(own);
            int min = Arrays.stream(board).mapToInt(v -> (int) v).min().orElseThrow();
            meet();
            return min;
        }

        @Override
        public long[] collect(long[] own) {
            post(own);
            long[] all = Arrays.stream(board)
                    .flatMapToLong(v -> Arrays.stream((long[]) v))
                    .toArray();
            meet();
            return all;
        }

        @Override
        public void barrier() {
            meet();
        }

        @Override
        public void alarm() {
            alarmed.add(rank());
        }

        @Override
        public boolean isAlarmed() {
            return !alarmed.isEmpty();
        }

        @Override
        public void endAlarms() {
            meet();
            alarmed.clear();
            meet();
        }

        private void post(Object value) {
            board[rank()] = value;
            meet();
        }
    }

    private void meet() {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("a rank did not come", e);
        }
    }
}
