package org.rfaas.job;

import java.util.List;
import org.rfaas.apps.harness.Application;
import org.rfaas.apps.harness.Comparison;
import org.rfaas.apps.harness.Measurement;
import org.rfaas.apps.harness.Ranks;
import org.rfaas.apps.harness.RefusedException;
import org.rfaas.apps.harness.Report;
import org.rfaas.apps.harness.Session;
import org.rfaas.offload.Offload;
import picocli.CommandLine.Command;

/**
 * Loops that a rank has room for and a worker of 512 MiB has not: one in the heap, one on the stack of a JVM that was not given
 * a larger one. Between them one that needs nothing. Every element of every result is compared with what it must be.
 */
@Command(name = "hungry-loops", description = "Loops that take more than a worker has.")
final class HungryLoops extends Application {
    private static final int STEPS = 3;
    private static final int TRIPS = 8;

    /** 192 MiB, where a worker's heap is a quarter of its lease. */
    private static final int SCRATCH_LENGTH = 24 << 20;

    /** Frames of which a stack of the usual 1 MiB holds some ten thousand. */
    private static final int DEPTH = 300_000;

    private HungryLoops(Ranks ranks) {
        super(ranks);
    }

    /** Runs and exits. */
    public static void main(String[] arguments) {
        launch(HungryLoops::new, arguments);
    }

    @Override
    protected Report run(Session session) throws RefusedException {
        Measurement<Boolean> measured = session.measure(HungryLoops::areRight);
        Comparison comparison =
                Comparison.of(session.ranks().all(measured.last().result()));
        return session.report(measured, comparison, true, List.of());
    }

    private static boolean areRight() {
        boolean right = true;
        double[] ends = new double[TRIPS];
        int[] depths = new int[TRIPS];
        int[] squares = new int[TRIPS];
        for (int step = 0; step < STEPS; step++) {
            fill(ends, TRIPS, SCRATCH_LENGTH, step);
            descend(depths, TRIPS, DEPTH + step);
            square(squares, TRIPS, step);
            for (int i = 0; i < TRIPS; i++) {
                right &= ends[i] == i + step && depths[i] == DEPTH + step + i && squares[i] == i * i + step;
            }
        }
        return right;
    }

    private static void fill(double[] ends, int n, int scratchLength, int step) {
        for (@Offload int i = 0; i < n; i++) {
            double[] scratch = new double[scratchLength];
            scratch[scratchLength - 1] = i + step;
            ends[i] = scratch[0] + scratch[scratchLength - 1];
        }
    }

    private static void descend(int[] depths, int n, int depth) {
        for (@Offload int i = 0; i < n; i++) {
            depths[i] = depth(depth + i);
        }
    }

    private static int depth(int left) {
        return left == 0 ? 0 : 1 + depth(left - 1);
    }

    private static void square(int[] squares, int n, int step) {
        for (@Offload int i = 0; i < n; i++) {
            squares[i] = i * i + step;
        }
    }
}
