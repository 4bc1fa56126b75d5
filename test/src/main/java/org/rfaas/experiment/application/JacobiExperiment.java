package org.rfaas.experiment.application;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.rfaas.experiment.Column;
import org.rfaas.experiment.Experiment;
import org.rfaas.experiment.Findings;
import org.rfaas.experiment.Progress;
import org.rfaas.experiment.Scale;
import org.rfaas.experiment.Table;

/** The MPI Jacobi solver over the size of the system. */
public final class JacobiExperiment implements Experiment {
    /** Thousands of sweeps until it converges. */
    private static final String MARGIN = "0.01";

    /** Unknowns of a system that a rank and its worker can share: 128 MB of matrix. */
    private static final int LARGEST_OF_A_RANK = 4000;

    @Override
    public String name() {
        return "jacobi";
    }

    @Override
    public String title() {
        return "Jacobi's method under MPI";
    }

    @Override
    public String question() {
        return "How much faster does a rank solve a dense system when a leased worker, which keeps its part of the matrix,"
                + " computes part of each sweep, and how close is that to a second rank?";
    }

    @Override
    public String paper() {
        return "the use case of an MPI Jacobi solver, whose matrix is sent once and kept by the functions";
    }

    /** All that a rank has of the matrix fits the memory of its worker's lease: the more ranks, the larger a system may be. */
    private static List<Integer> full() {
        int largest = (int) (LARGEST_OF_A_RANK * Math.sqrt(SplitSweep.ranks(Scale.FULL)));
        return Stream.of(1000, 2000, 4000, 8000, 12_000)
                .filter(n -> n <= largest)
                .toList();
    }

    @Override
    public Findings run(Scale scale, Progress progress) throws IOException, InterruptedException {
        List<Integer> sizes = scale.choose(List.of(500), List.of(1000, 2000, 3000), full());
        SplitSweep sweep = new SplitSweep(
                scale,
                sizes,
                Column.of("n", "unknowns"),
                n -> List.of("jacobi", "--dominant", "" + n, "--margin", MARGIN));
        Table table = sweep.run(progress);
        return new Findings(
                table,
                sweep.plot("Jacobi: speed-up by size", table),
                sweep.configuration(),
                sweep.comparisons(table),
                List.of(
                        "A sweep reads the whole matrix, so large systems are bound by memory, which ranks and workers of one"
                                + " host share. Each sweep is an invocation: small systems show its latency."));
    }
}
