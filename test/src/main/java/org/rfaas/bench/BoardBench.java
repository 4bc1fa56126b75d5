package org.rfaas.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.rfaas.board.BoardReader;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.NodeCapacity;
import org.rfaas.manager.ResourceManager;

/**
 * Many readers of one board. A few threads look in turn for all of them, each reader by itself and one-sided; a reader has
 * noticed a change when its own look shows it.
 */
final class BoardBench {
    private static final int THREADS = 4;
    private static final int CHANGES = 10;
    private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_NS = TimeUnit.MINUTES.toNanos(1);

    /** @param idleCpuPercent of one core, by the manager's own threads */
    record Result(Percentiles notice, double idleCpuPercent) {}

    private final ResourceManager manager;
    private final List<List<BoardReader>> readers = new ArrayList<>();
    private int changes;
    private volatile long changeNs;

    BoardBench(ResourceManager manager, List<ResourceManagerClient> connections, int count) {
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
        double idle = lookForAWhile();
        Histogram noticedNs = new ConcurrentHistogram(LONGEST_NS, 3);
        for (int i = 0; i < CHANGES; i++) {
            change(noticedNs);
        }
        return new Result(Percentiles.of(noticedNs), idle);
    }

    /** Looks at a steady board; what the manager's threads took of a core meanwhile. */
    private double lookForAWhile() throws InterruptedException {
        long beforeNs = System.nanoTime();
        long cpuBeforeNs = managerCpuNs();
        inThreads(mine -> {
            while (System.nanoTime() - beforeNs < IDLE_NS) {
                mine.forEach(BoardReader::summary);
            }
        });
        return 100.0 * (managerCpuNs() - cpuBeforeNs) / (System.nanoTime() - beforeNs);
    }

    private void change(Histogram noticedNs) throws InterruptedException {
        CountDownLatch looking = new CountDownLatch(readers.size());
        Thread changer = Thread.ofPlatform().unstarted(() -> addANode(looking));
        int nodes = readers.getFirst().getFirst().summary().nodes();
        changer.start();
        inThreads(mine -> {
            List<BoardReader> unaware = new ArrayList<>(mine);
            looking.countDown();
            while (!unaware.isEmpty()) {
                unaware.removeIf(reader -> {
                    if (reader.summary().nodes() == nodes) {
                        return false;
                    }
                    noticedNs.recordValue(Math.clamp(System.nanoTime() - changeNs, 0, LONGEST_NS));
                    return true;
                });
            }
        });
        changer.join();
    }

    private void addANode(CountDownLatch looking) {
        try {
            looking.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        changes++;
        changeNs = System.nanoTime();
        manager.assume(new NodeCapacity(
                "late-" + changes, 1, new FabricAddress(manager.address().provider(), "late"), 1, 1L << 30));
    }

    /** The manager's platform threads; its virtual ones run only while there are messages. */
    private static long managerCpuNs() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sumNs = 0;
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo thread = threads.getThreadInfo(id);
            if (thread != null && thread.getThreadName().matches("(resource-manager|lease)-.*")) {
                sumNs += Math.max(0, threads.getThreadCpuTime(id));
            }
        }
        return sumNs;
    }

    private interface Look {
        void at(List<BoardReader> mine);
    }

    private void inThreads(Look look) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (List<BoardReader> mine : readers) {
            threads.add(Thread.ofPlatform().name("board-readers").start(() -> look.at(mine)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
