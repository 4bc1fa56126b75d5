package org.rfaas.apps.jacobi;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.rfaas.apps.harness.GivenOptions;
import org.rfaas.apps.harness.InputException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which system to solve. */
final class SystemOptions {
    private static final String MATRIX = "--matrix";
    private static final String POISSON = "--poisson";
    private static final String DOMINANT = "--dominant";
    private static final String MATMUL = "--matmul";

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source = new Source();

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "seed of --dominant and --matmul (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--margin",
            paramLabel = "M",
            defaultValue = "0.05",
            description = "by how much the diagonal of --dominant outweighs its row; the iteration converges like"
                    + " 1/(1+M) (default: ${DEFAULT-VALUE})")
    private double margin;

    @Option(
            names = "--rhs",
            paramLabel = "FILE|ones",
            defaultValue = "ones",
            description = "right-hand side: a Matrix Market array of one column, or a number a line"
                    + " (default: ${DEFAULT-VALUE})")
    private String rhs = "ones";

    /** Exactly one of them. */
    static final class Source {
        @Option(names = MATRIX, paramLabel = "FILE.mtx", description = "a square matrix in Matrix Market format")
        private @Nullable Path matrix;

        @Option(names = POISSON, paramLabel = "N", description = "5-point Laplacian on an N x N grid (sparse)")
        private @Nullable Integer poisson;

        @Option(
                names = DOMINANT,
                paramLabel = "N",
                description = "random, diagonally dominant matrix of N rows (dense)")
        private @Nullable Integer dominant;

        @Option(
                names = MATMUL,
                paramLabel = "N",
                description = "no system: the product of two random N x N matrices (dense)")
        private @Nullable Integer matmul;
    }

    /** Size of the matrices to multiply, if that is what to do. */
    OptionalInt matmul() {
        return source.matmul == null ? OptionalInt.empty() : OptionalInt.of(source.matmul);
    }

    long seed() {
        return seed;
    }

    /** Refuses what says nothing of what is to be solved or multiplied. */
    static void requireUse(GivenOptions given) throws InputException {
        given.requireUse("--seed", DOMINANT, MATMUL);
        given.requireUse("--margin", DOMINANT);
        requireSystem(given, "--rhs");
    }

    /** Refuses an option that says how to solve a system when there is none. */
    static void requireSystem(GivenOptions given, String option) throws InputException {
        given.requireUse(option, MATRIX, POISSON, DOMINANT);
    }

    /** The rows of one of {@code size} ranks. */
    LinearSystem load(int rank, int size) throws InputException {
        LinearSystem system = loadMatrix(rank, size);
        if (!"ones".equals(rhs)) {
            double[] values = VectorReader.read(Path.of(rhs), system.rows());
            System.arraycopy(values, 0, system.rhs(), 0, values.length);
        }
        system.requireDiagonal();
        return system;
    }

    private LinearSystem loadMatrix(int rank, int size) throws InputException {
        if (source.matrix != null) {
            return new MatrixMarketReader(rank, size).read(source.matrix);
        }
        if (source.poisson != null) {
            return Systems.poisson(positive(POISSON, source.poisson), rank, size);
        }
        if (source.dominant == null) {
            throw new InputException("one of --matrix, --poisson, --dominant and --matmul is needed");
        }
        if (!(margin > 0 && margin < 1e6)) {
            throw new InputException("--margin " + margin
                    + " is not above 0 and below 1e6; without one the iteration need not converge");
        }
        return Systems.dominant(positive(DOMINANT, source.dominant), seed, margin, rank, size);
    }

    private static int positive(String option, int value) throws InputException {
        if (value < 1) {
            throw new InputException(option + " " + value + " is not positive");
        }
        return value;
    }
}
