package org.example;

import java.util.Random;
import mpi.MPI;
import mpi.MPIException;
import org.rfaas.config.RfaasConfig;
import org.rfaas.offload.In;
import org.rfaas.offload.Offload;
import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.OffloadOptions;
import org.rfaas.offload.cluster.ClusterWorkers;
import org.rfaas.offload.mpi.MpiRank;
import org.rfaas.offload.mpi.RankContext;
import org.rfaas.offload.runtime.OffloadRuntime;

/** The potential of moving charges at the points of a line: points over ranks, each rank's loop shared with leased workers. */
public final class Potential {
    private static final int POINTS = 20_000;
    private static final int CHARGES = 2_000;
    private static final int STEPS = 200;

    private Potential() {}

    public static void main(String[] arguments) {
        try (RankContext rank = MpiRank.init(arguments)) {
            try {
                run(rank);
            } catch (Throwable e) {
                e.printStackTrace();
                rank.abort(1); // all ranks: close would wait for the others, while they wait for this one
            }
        }
    }

    private static void run(RankContext rank) throws MPIException {
        RfaasConfig config = RfaasConfig.fromEnvironment();
        OffloadOptions options =
                OffloadOptions.of(new OffloadMode.Auto(), config.offload()).withPlace(rank.rank(), rank.size());
        try (OffloadRuntime runtime = OffloadRuntime.start(options, new ClusterWorkers(config, rank.jobId()))) {
            double greatest = simulate(rank);
            System.out.println("rank " + rank.rank() + ": greatest potential " + greatest + ", " + runtime.report());
        }
    }

    private static double simulate(RankContext rank) throws MPIException {
        int first = rank.rank() * POINTS / rank.size();
        int end = (rank.rank() + 1) * POINTS / rank.size();
        double[] x = new double[end - first]; // this rank's
        for (int i = 0; i < x.length; i++) {
            x[i] = 1.0 + (first + i) / (double) POINTS;
        }
        double[] charges = new Random(1).doubles(CHARGES).toArray();
        double[] potential = new double[x.length];
        double[] greatest = {0};
        for (int step = 0; step < STEPS; step++) {
            evaluate(x, charges, potential);
            for (double value : potential) {
                greatest[0] = Math.max(greatest[0], value);
            }
            for (int j = 0; j < CHARGES; j++) {
                charges[j] *= 0.999; // not stable: workers get them with each run
            }
        }
        if (rank.size() > 1) {
            MPI.COMM_WORLD.allReduce(greatest, 1, MPI.DOUBLE, MPI.MAX);
        }
        return greatest[0];
    }

    /** Workers keep the points they have: nobody changes them. */
    private static void evaluate(@In(stable = true) double[] x, double[] charges, double[] potential) {
        for (@Offload int i = 0; i < x.length; i++) {
            double sum = 0;
            for (int j = 0; j < charges.length; j++) {
                sum += 1 / Math.abs(x[i] - charges[j] + 1e-9);
            }
            potential[i] = sum;
        }
    }
}
