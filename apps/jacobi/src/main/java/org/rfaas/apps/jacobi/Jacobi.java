package org.rfaas.apps.jacobi;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.mpi.MpiRank;
import org.rfaas.offload.mpi.RankContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * Solves Ax = b under {@code mpirun}, or alone.
 *
 * <p>Exit code 0 when the residual meets the tolerance, 1 when it does not within the iterations allowed, 2 when there is
 * something wrong with what was asked; then one rank says so in one line, and all ranks end.
 */
@Command(
        name = "jacobi",
        mixinStandardHelpOptions = true,
        version = "jacobi 0.1.0",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Solves Ax = b by Jacobi's iteration: rows over MPI ranks, each rank's sweep shared with leased"
                + " workers.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the residual meets the tolerance", "1:it does not", "2:wrong input or options"})
public final class Jacobi implements Callable<Integer> {
    static final int NOT_SOLVED = 1;
    static final int BAD_INPUT = 2;
    private static final int INTERNAL_ERROR = 3;

    private final RankContext rank;
    private final RowExchange exchange;

    @Spec
    private @Nullable CommandSpec spec;

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

    @Option(
            names = "--offload",
            paramLabel = "off|auto|FRACTION",
            defaultValue = "auto",
            converter = ModeConverter.class,
            description = "how much of each sweep leased workers compute (default: ${DEFAULT-VALUE})")
    private OffloadMode mode = new OffloadMode.Auto();

    @Option(names = "--compare", description = "solve without, then with offloading, and report both")
    private boolean isCompared;

    @Option(names = "--verify", description = "check against a sequential reference on rank 0")
    private boolean isVerified;

    @Option(names = "--json", paramLabel = "FILE", description = "write the report there")
    private @Nullable Path json;

    @Option(
            names = "--progress",
            negatable = true,
            description = "show the residual while iterating (default: on a terminal)")
    private @Nullable Boolean progress;

    Jacobi(RankContext rank, RowExchange exchange) {
        this.rank = rank;
        this.exchange = exchange;
    }

    /** Runs and exits. */
    public static void main(String[] args) {
        RankContext rank;
        try {
            rank = MpiRank.init(args);
        } catch (IllegalStateException e) {
            new CommandLine(new Jacobi(RankContext.single(), RowExchange.alone()))
                    .getErr()
                    .println("jacobi: " + e.getMessage());
            System.exit(INTERNAL_ERROR);
            return;
        }
        RowExchange exchange = rank.size() == 1 ? RowExchange.alone() : new MpiRowExchange(rank.size());
        int code = INTERNAL_ERROR;
        try {
            code = execute(rank, exchange, args);
        } finally {
            if (code == INTERNAL_ERROR) {
                // the others may be waiting for this rank
                rank.abort(code);
            }
        }
        rank.close();
        System.exit(code);
    }

    /** Runs on one rank of several; all get the same arguments. */
    static int execute(RankContext rank, RowExchange exchange, String... args) {
        return execute(new CommandLine(new Jacobi(rank, exchange)), rank, args);
    }

    static int execute(CommandLine line, RankContext rank, String... args) {
        if (rank.rank() != 0) {
            line.setOut(new PrintWriter(PrintWriter.nullWriter()));
        }
        line.setParameterExceptionHandler((e, _) -> {
            if (rank.rank() == 0) {
                e.getCommandLine().getErr().println("jacobi: " + firstLine(e) + "; see --help");
            }
            return BAD_INPUT;
        });
        line.setExecutionExceptionHandler((e, failed, _) -> {
            failed.getErr().println("jacobi: rank " + rank.rank() + ": " + e);
            e.printStackTrace(failed.getErr());
            return INTERNAL_ERROR;
        });
        return line.execute(args);
    }

    @Override
    public Integer call() {
        CommandLine line = spec().commandLine();
        boolean isShown = rank.rank() == 0 && (progress == null ? isTerminal() : progress);
        JacobiRun run = new JacobiRun(rank, exchange, new Progress(line.getErr(), isShown));
        JacobiRun.Request request = new JacobiRun.Request(
                tolerance,
                maxIterations,
                mode,
                isCompared,
                isVerified,
                json,
                system::load,
                () -> Workers.ofCluster(rank));
        RunOutcome outcome = run.execute(request);
        return switch (outcome) {
            case RunOutcome.Refused refused -> {
                if (refused.isTold()) {
                    line.getErr().println("jacobi: " + refused.message());
                }
                yield BAD_INPUT;
            }
            case RunOutcome.Done done -> {
                line.getOut().print(done.report().text());
                line.getOut().flush();
                yield done.report().isGood(tolerance) ? 0 : NOT_SOLVED;
            }
        };
    }

    @SuppressWarnings("SystemConsoleNull") // it is null without a terminal: Java 25 is back to its own console
    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message.lines().findFirst().orElse("");
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return spec;
    }

    private static final class ModeConverter implements ITypeConverter<OffloadMode> {
        @Override
        public OffloadMode convert(String value) {
            try {
                return OffloadMode.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
