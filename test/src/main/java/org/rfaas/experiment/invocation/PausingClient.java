package org.rfaas.experiment.invocation;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.rfaas.bench.EchoFunction;
import org.rfaas.client.InstalledFunction;
import org.rfaas.client.Slot;
import org.rfaas.client.Worker;
import org.rfaas.function.FunctionBundle;

/**
 * Invokes a worker again and again with pauses as a Poisson process has them: many short, few long. All clients with the
 * same mean pause the same times.
 */
final class PausingClient {
    private static final long SEED = 20_230_515;
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int PAYLOAD_BYTES = 64;
    private static final int WARM_UP_ROUNDS = 20_000;

    /** Longer pauses than so many means are cut: they are rare and would make a run's length a matter of luck. */
    private static final int LONGEST_MEANS = 8;

    private final Slot slot;
    private final InstalledFunction echo;
    private final long[] pausesNs;

    PausingClient(Worker worker, int invocations, Duration meanPause) {
        this.slot = worker.slot(0);
        this.echo = worker.install(FunctionBundle.of(EchoFunction.class));
        SplittableRandom random = new SplittableRandom(SEED);
        this.pausesNs = random.doubles(invocations)
                .map(uniform -> -Math.log1p(-uniform))
                .mapToLong(means -> (long) (Math.min(means, LONGEST_MEANS) * meanPause.toNanos()))
                .toArray();
    }

    /** Has both sides compile what an invocation runs. */
    void warmUp() {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            invoke(round);
        }
    }

    /** Part of the pauses that are shorter. */
    double shorterThan(long timeNs) {
        return (double) Arrays.stream(pausesNs).filter(pause -> pause < timeNs).count() / pausesNs.length;
    }

    /**
     * Pauses and invokes, for each pause once.
     *
     * @param times takes the round-trip times, in ns
     */
    void run(Histogram times) {
        for (int i = 0; i < pausesNs.length; i++) {
            spin(pausesNs[i]);
            times.recordValue(invoke(i));
        }
    }

    /** A client that computes between its invocations does not sleep either. */
    private static void spin(long durationNs) {
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < durationNs) {
            Thread.onSpinWait();
        }
    }

    private long invoke(long round) {
        slot.input().set(ValueLayout.JAVA_LONG, 0, round);
        long startNs = System.nanoTime();
        slot.submit(echo, PAYLOAD_BYTES);
        slot.await(TIMEOUT_NS);
        long timeNs = System.nanoTime() - startNs;
        if (slot.output().get(ValueLayout.JAVA_LONG, 0) != round) {
            throw new IllegalStateException("invocation " + round + " came back changed");
        }
        return timeNs;
    }
}
