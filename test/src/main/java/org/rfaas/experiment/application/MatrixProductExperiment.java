package org.rfaas.experiment.application;

import java.io.IOException;
import java.util.List;
import org.rfaas.experiment.Column;
import org.rfaas.experiment.Experiment;
import org.rfaas.experiment.Findings;
import org.rfaas.experiment.Progress;
import org.rfaas.experiment.Scale;
import org.rfaas.experiment.Table;

/** The MPI matrix product over the size of the matrices. */
public final class MatrixProductExperiment implements Experiment {
    @Override
    public String name() {
        return "matrix-product";
    }

    @Override
    public String title() {
        return "Matrix product under MPI";
    }

    @Override
    public String question() {
        return "How much faster does a rank multiply dense matrices when a leased worker computes some of its rows, and how"
                + " close is that to a second rank?";
    }

    @Override
    public String paper() {
        return "the use case of an MPI matrix-matrix product, half of whose rows are offloaded";
    }

    @Override
    public Findings run(Scale scale, Progress progress) throws IOException, InterruptedException {
        // a worker that computes all of it keeps both operands, and 256 MB of them leave room in the memory of its
        // lease
        List<Integer> sizes = scale.choose(List.of(300), List.of(1000, 2000, 4000), List.of(1000, 2000, 3000, 4000));
        SplitSweep sweep = new SplitSweep(
                scale, sizes, Column.of("n", "rows and columns"), n -> List.of("jacobi", "--matmul", "" + n));
        Table table = sweep.run(progress);
        return new Findings(
                table,
                sweep.plot("Matrix product: speed-up by size", table),
                sweep.configuration(),
                sweep.comparisons(table),
                List.of(
                        "One product, once: the time holds leasing, shipping code and operands, and the compilation of the"
                                + " loop by each JVM. The larger the matrices, the less these weigh: data grows with the square of"
                                + " the size, computing with its cube."));
    }
}
