package org.rfaas.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.rfaas.bench.ManagerBenchMain.Question;
import org.rfaas.board.BoardReader;
import org.rfaas.client.ResourceManagerClient;

/**
 * Many readers of one board. A few threads look in turn for all of them, each reader by itself and one-sided; a reader has
 * noticed a change when its own look shows it.
 */
public final class BoardBench {
    private static final int THREADS = 4;
    private static final int CHANGES = 10;
    private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_NS = TimeUnit.MINUTES.toNanos(1);

    /**
     * What was measured.
     *
     * @param notice time from before a node registers to a reader having seen it on the board, over all readers
     * @param lastNotice the same to the last of them
     * @param noticeCpuNs processor time of the manager's process meanwhile, for one such node
     * @param idleCpuPercent what the manager's process takes of a core when nobody looks and nothing changes
     * @param idleReadersCpuPercent the same while all readers look again and again at a board that does not change
     */
    public record Result(
            Percentiles notice,
            Percentiles lastNotice,
            long noticeCpuNs,
            double idleCpuPercent,
            double idleReadersCpuPercent) {}

    private final BenchedManager manager;
    private final List<List<BoardReader>> readers = new ArrayList<>();

    BoardBench(BenchedManager manager, List<ResourceManagerClient> connections, int count) {
        this.manager = manager;
        for (int i = 0; i < Math.min(THREADS, connections.size()); i++) {
            readers.add(new ArrayList<>());
        }
        for (int i = 0; i < count; i++) {
            int thread = i % readers.size(); // a connection's one-sided reads belong to one thread
            readers.get(thread).add(connections.get(thread).board());
        }
    }

    Result run() throws InterruptedException {
        lookForAWhile(); // everybody has seen the board once, and the code is warm
        double idle = cpuPercentDuring(() -> TimeUnit.NANOSECONDS.sleep(IDLE_NS));
        double idleReaders = cpuPercentDuring(this::lookForAWhile);
        spread(new Histogram(LONGEST_NS, 3), new Histogram(LONGEST_NS, 3)); // the manager's code for it is warm, too
        Histogram noticedNs = new Histogram(LONGEST_NS, 3);
        Histogram lastNoticedNs = new Histogram(LONGEST_NS, 3);
        long cpuBeforeNs = manager.ask(Question.CPU);
        spread(noticedNs, lastNoticedNs);
        long cpuNs = manager.ask(Question.CPU) - cpuBeforeNs;
        return new Result(Percentiles.of(noticedNs), Percentiles.of(lastNoticedNs), cpuNs / CHANGES, idle, idleReaders);
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private double cpuPercentDuring(Step step) throws InterruptedException {
        long beforeNs = System.nanoTime();
        long cpuBeforeNs = manager.ask(Question.CPU);
        step.run();
        return 100.0 * (manager.ask(Question.CPU) - cpuBeforeNs) / (System.nanoTime() - beforeNs);
    }

    private void lookForAWhile() {
        long beforeNs = System.nanoTime();
        inThreads(mine -> {
            while (System.nanoTime() - beforeNs < IDLE_NS) {
                mine.forEach(BoardReader::summary);
            }
        });
    }

    private void spread(Histogram noticedNs, Histogram lastNoticedNs) throws InterruptedException {
        for (int i = 0; i < CHANGES; i++) {
            lastNoticedNs.recordValue(change(noticedNs));
        }
    }

    /** A node registers; answers after how long the last reader has seen it. */
    private long change(Histogram noticedNs) throws InterruptedException {
        long[] seenNs = new long[readers.stream().mapToInt(List::size).sum()];
        AtomicInteger aware = new AtomicInteger();
        CountDownLatch looking = new CountDownLatch(readers.size());
        int nodes = readers.getFirst().getFirst().summary().nodes();
        FutureTask<Long> changer = new FutureTask<>(() -> {
            looking.await();
            return manager.ask(Question.ADD_NODE);
        });
        Thread.ofPlatform().start(changer);
        inThreads(mine -> {
            List<BoardReader> unaware = new ArrayList<>(mine);
            looking.countDown();
            while (!unaware.isEmpty() && changer.state() != Future.State.FAILED) {
                unaware.removeIf(reader -> {
                    boolean sees = reader.summary().nodes() > nodes;
                    if (sees) {
                        seenNs[aware.getAndIncrement()] = System.nanoTime();
                    }
                    return sees;
                });
            }
        });
        long changeNs = answer(changer);
        for (long seen : seenNs) {
            noticedNs.recordValue(Math.clamp(seen - changeNs, 0, LONGEST_NS));
        }
        return Math.clamp(Arrays.stream(seenNs).max().orElseThrow() - changeNs, 0, LONGEST_NS);
    }

    private static long answer(FutureTask<Long> changer) throws InterruptedException {
        try {
            return changer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the manager was not told of a node", e.getCause());
        }
    }

    private interface Look {
        void at(List<BoardReader> mine);
    }

    private void inThreads(Look look) {
        Crew.work(
                Thread.ofPlatform().name("board-readers").factory(),
                readers.stream().<Runnable>map(mine -> () -> look.at(mine)).toList());
    }
}
