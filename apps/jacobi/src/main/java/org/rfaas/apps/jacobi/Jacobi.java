package org.rfaas.apps.jacobi;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.rfaas.apps.harness.Application;
import org.rfaas.apps.harness.Comparison;
import org.rfaas.apps.harness.Detail;
import org.rfaas.apps.harness.GivenOptions;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.Measurement;
import org.rfaas.apps.harness.Ranks;
import org.rfaas.apps.harness.RefusedException;
import org.rfaas.apps.harness.Report;
import org.rfaas.apps.harness.Session;
import org.rfaas.cli.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Solves Ax = b under {@code mpirun}, or alone. */
@Command(
        name = "jacobi",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Solves Ax = b by Jacobi's iteration, or multiplies matrices: rows over MPI ranks, each rank's loop"
                        + " shared with leased workers.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the residual meets the tolerance, or the product is made",
            "1:it does not after --max-iterations, the result differs from its reference, or the program failed",
            "2:wrong input or options, a matrix with which the iteration diverges too, or too little memory"
        })
public final class Jacobi extends Application {
    @Mixin
    private SystemOptions system = new SystemOptions();

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            defaultValue = "1e-8",
            description = "relative residual |b - Ax| / |b| to reach (default: ${DEFAULT-VALUE})")
    private double tolerance;

    @Option(
            names = "--max-iterations",
            paramLabel = "K",
            defaultValue = "100000",
            description = "give up after so many sweeps (default: ${DEFAULT-VALUE})")
    private int maxIterations;

    Jacobi(Ranks ranks) {
        super(ranks);
    }

    /** Runs and exits. */
    public static void main(String[] args) {
        launch(Jacobi::new, args);
    }

    @Override
    protected Report run(Session session) throws RefusedException {
        session.check(this::checkOptions);
        OptionalInt matmul = system.matmul();
        if (matmul.isPresent()) {
            return MatrixProduct.run(session, matmul.getAsInt(), system.seed());
        }
        Ranks ranks = session.ranks();
        LinearSystem rows = session.together(() -> system.load(ranks.rank(), ranks.size()));
        JacobiSolver solver = new JacobiSolver(rows, ranks, session.progress());
        Measurement<Solution> measured = session.measure(() -> solver.solve(tolerance, maxIterations));
        Solution solution = measured.last().result();
        Comparison comparison =
                session.compare(measured, Solution::equalsBitwise, () -> ranks.rank() != 0 || isReference(solution));
        List<Detail> details = List.of(
                Detail.of("unknowns", "unknowns", rows.rows().of()),
                Detail.of("iterations", "iterations", solution.iterations()),
                new Detail(
                        "residual",
                        String.format(Locale.ROOT, "%.3e", solution.residual()),
                        "residual",
                        Double.isFinite(solution.residual()) ? solution.residual() : null));
        return session.report(measured, comparison, solution.residual() <= tolerance, details);
    }

    private void checkOptions() throws InputException {
        GivenOptions given = given();
        SystemOptions.requireUse(given);
        SystemOptions.requireSystem(given, "--tolerance");
        SystemOptions.requireSystem(given, "--max-iterations");
        if (!(tolerance > 0 && Double.isFinite(tolerance))) {
            throw new InputException("--tolerance " + tolerance + " is not positive and finite");
        }
        if (maxIterations < 1) {
            throw new InputException("--max-iterations " + maxIterations + " is not positive");
        }
    }

    private boolean isReference(Solution solution) throws InputException {
        return solution.distanceTo(Reference.solve(system.load(0, 1), solution.iterations())) <= Reference.TOLERANCE;
    }
}
