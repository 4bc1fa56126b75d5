package org.rfaas.apps.jacobi;

import java.util.Arrays;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.rfaas.offload.mpi.RankContext;

/** Ranks that are threads of this process. */
final class ThreadRanks {
    private final int size;
    private final CyclicBarrier barrier;
    private final Object[] board;

    ThreadRanks(int size) {
        this.size = size;
        this.barrier = new CyclicBarrier(size);
        this.board = new Object[size];
    }

    RankContext context(int rank) {
        return new RankContext() {
            @Override
            public int rank() {
                return rank;
            }

            @Override
            public int size() {
                return size;
            }

            @Override
            public String jobId() {
                return "test";
            }

            @Override
            public void abort(int exitCode) {
                throw new AssertionError("abort " + exitCode);
            }

            @Override
            public void close() {}
        };
    }

    RowExchange exchange(int rank) {
        return new RowExchange() {
            @Override
            public void gather(double[] next, double[] x) {
                share(next);
                for (int other = 0; other < size; other++) {
                    double[] theirs = (double[]) board[other];
                    System.arraycopy(
                            theirs, 0, x, RowBlock.share(x.length, other, size).first(), theirs.length);
                }
                meet();
            }

            @Override
            public double sum(double own) {
                share(own);
                double sum = Arrays.stream(board).mapToDouble(v -> (double) v).sum();
                meet();
                return sum;
            }

            @Override
            public int min(int own) {
                share(own);
                int min = Arrays.stream(board).mapToInt(v -> (int) v).min().orElseThrow();
                meet();
                return min;
            }

            @Override
            public long[] collect(long[] own) {
                share(own);
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

            private void share(Object value) {
                board[rank] = value;
                meet();
            }
        };
    }

    private void meet() {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("a rank did not come", e);
        }
    }
}
