package org.rfaas.offload.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether runs of a loop come to be shared at their best, wherever its work lies and however noisy its times are. */
class SharedRunsTest {
    private static final Map<String, DoubleUnaryOperator> SHAPES = Map.of(
            "uniform", x -> 1,
            "rising", x -> 0.1 + 2 * x,
            "falling", x -> 2.1 - 2 * x,
            "peak", x -> x > 0.4 && x < 0.6 ? 4 : 0.25,
            "valley", x -> x > 0.3 && x < 0.7 ? 0.2 : 1.7,
            "step", x -> x < 0.5 ? 1 : 3,
            "ripple", x -> 1 + 0.8 * Math.sin(20 * x));

    /** Time on the worker, of that on the rank. */
    private static final double[] SLOWNESSES = {0.5, 1, 3};

    /** Than the best a split may be worse before it is given up. */
    private static final double TOLERATED_LOSS = 0.04;

    private static final int FIRST = 30;
    private static final int LATER = 200;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldConvergeWhereverTheWorkLies(boolean isSeenBefore) {
        forEach((name, shape, slowness) -> {
            SharedRuns runs = new SharedRuns(() -> 1);
            begin(runs, shape, isSeenBefore);
            mean(runs, slowness, FIRST);
            assertThat(mean(runs, slowness, LATER)).as(name).isGreaterThan(1 - TOLERATED_LOSS - 0.02);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotMindNoise(boolean hasOutliers) {
        forEach((name, shape, slowness) -> {
            SharedRuns runs = new SharedRuns(noise(7, hasOutliers));
            begin(runs, shape, true);
            mean(runs, slowness, FIRST);
            assertThat(mean(runs, slowness, LATER)).as(name).isGreaterThan(0.93);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"uniform", "peak"})
    void shouldFollowWorkThatMoves(String before) {
        forEach((name, shape, slowness) -> {
            SharedRuns runs = new SharedRuns(noise(8, false));
            begin(runs, SHAPES.get(before), true);
            mean(runs, slowness, FIRST);
            runs.cost(shape);
            mean(runs, slowness, FIRST);
            assertThat(mean(runs, slowness, LATER)).as(name).isGreaterThan(0.9);
        });
    }

    private interface Case {
        void check(String name, DoubleUnaryOperator shape, double slowness);
    }

    private static void forEach(Case each) {
        SHAPES.forEach((name, shape) -> {
            for (double slowness : SLOWNESSES) {
                each.check(name + ", worker takes " + slowness, shape, slowness);
            }
        });
    }

    /** @param isSeen whether the rank runs some of the runs alone, or one that tells nothing of where the work lies */
    private static void begin(SharedRuns runs, DoubleUnaryOperator shape, boolean isSeen) {
        runs.cost(isSeen ? shape : x -> 1);
        for (int run = 0; run < 5; run++) {
            runs.runAlone();
        }
        runs.cost(shape);
    }

    private static double mean(SharedRuns runs, double slowness, int count) {
        double sum = 0;
        for (int run = 0; run < count; run++) {
            sum += runs.run(slowness);
        }
        return sum / count;
    }

    private static DoubleSupplier noise(long seed, boolean hasOutliers) {
        SplittableRandom random = new SplittableRandom(seed);
        return () -> (0.8 + 0.4 * random.nextDouble()) * (hasOutliers && random.nextInt(50) == 0 ? 10 : 1);
    }
}
