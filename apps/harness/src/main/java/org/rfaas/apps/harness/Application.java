package org.rfaas.apps.harness;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rfaas.cli.OneLine;
import org.rfaas.offload.mpi.MpiRank;
import org.rfaas.offload.mpi.RankContext;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A program that runs under {@code mpirun}, or alone; a picocli command with the options of {@link RunOptions} and its own.
 *
 * <p>Exit code 0 when it reached what was asked, 1 when it did not, the result is wrong or the program failed, 2 when there
 * is something wrong with what was asked, or memory does not suffice for it; then one rank says so in one line, and all ranks
 * end.
 */
public abstract class Application implements Callable<Integer> {
    public static final int FAILED = 1;
    public static final int BAD_INPUT = 2;

    private final Ranks ranks;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private RunOptions options = new RunOptions();

    /** From the first word to other ranks to the last. */
    private boolean isUnderWay;

    protected Application(Ranks ranks) {
        this.ranks = ranks;
    }

    /** The options that stand in the command line, of the run that is under way. */
    protected final GivenOptions given() {
        return new GivenOptions(command());
    }

    /** What the application does, on one of its ranks. */
    protected abstract Report run(Session session) throws RefusedException;

    /** Runs and exits. */
    protected static void launch(Function<Ranks, Application> application, String[] args) {
        RankContext context;
        try {
            context = MpiRank.init(args);
        } catch (IllegalStateException e) {
            CommandLine line = new CommandLine(application.apply(Ranks.alone()));
            line.getErr().println(line.getCommandName() + ": " + e.getMessage());
            System.exit(FAILED);
            return;
        }
        Ranks ranks = Ranks.of(context);
        Application program = application.apply(ranks);
        int code = FAILED;
        boolean isOver = false;
        try {
            code = execute(new CommandLine(program), ranks, args);
            isOver = !program.isUnderWay;
        } finally {
            if (!isOver) {
                // the others may be waiting for this rank
                context.abort(code);
            }
        }
        context.close();
        System.exit(code);
    }

    /** Runs on one rank of several; all get the same arguments. */
    public static int execute(CommandLine line, Ranks ranks, String... args) {
        if (ranks.rank() != 0) {
            line.setOut(new PrintWriter(PrintWriter.nullWriter()));
        }
        WordConverter.register(line);
        DecimalConverter.register(line);
        line.setParameterExceptionHandler((e, _) -> {
            if (ranks.rank() == 0) {
                CommandLine failed = e.getCommandLine();
                failed.getErr().println(failed.getCommandName() + ": " + OneLine.of(e) + "; see --help");
            }
            return BAD_INPUT;
        });
        line.setExecutionExceptionHandler((e, failed, _) -> {
            tell(failed, ranks, e);
            return FAILED;
        });
        return line.execute(args);
    }

    private static void tell(CommandLine line, Ranks ranks, Throwable failure) {
        line.getErr().println(line.getCommandName() + ": rank " + ranks.rank() + ": " + failure);
        failure.printStackTrace(line.getErr());
    }

    @Override
    public final Integer call() {
        CommandSpec command = command();
        CommandLine line = command.commandLine();
        boolean isShown = ranks.rank() == 0 && options.isProgressShown();
        isUnderWay = true;
        try {
            Session session = Session.start(command.name(), ranks, options, new Progress(line.getErr(), isShown));
            Report report = run(session);
            // first: where the disk is full, what was measured is not lost
            line.getOut().print(report.text());
            line.getOut().flush();
            session.write(report);
            isUnderWay = false;
            return report.isGood() ? 0 : FAILED;
        } catch (RefusedException e) {
            if (e.isTold()) {
                line.getErr().println(command.name() + ": " + e.getMessage());
            }
            isUnderWay = false;
            return BAD_INPUT;
        } catch (Error e) {
            if (e instanceof OutOfMemoryError shortage && HeapSpace.isLacking(shortage)) {
                // in mid-step: the others cannot be asked, so this rank tells
                line.getErr().println(command.name() + ": rank " + ranks.rank() + ": " + Agreement.NO_MEMORY);
                return BAD_INPUT;
            }
            // picocli would hand it on, and a rank that ends the job prints nothing afterwards
            tell(line, ranks, e);
            return FAILED;
        }
    }

    private CommandSpec command() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        return spec;
    }
}
