package org.rfaas.experiment.harvest;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Simulated time: what is to happen when. Of what happens at the same time, what was put down first goes first. */
final class Agenda {
    private record Entry(long atMs, long number, Runnable action) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::atMs).thenComparingLong(Entry::number));
    private long nowMs;
    private long count;

    long nowMs() {
        return nowMs;
    }

    void at(long atMs, Runnable action) {
        entries.add(new Entry(Math.max(nowMs, atMs), count++, action));
    }

    void after(long delayMs, Runnable action) {
        at(nowMs + delayMs, action);
    }

    /** Lets happen what happens before that time. */
    void runUntil(long endMs) {
        while (!entries.isEmpty() && entries.peek().atMs() < endMs) {
            Entry next = entries.remove();
            nowMs = next.atMs();
            next.action().run();
        }
        nowMs = endMs;
    }
}
