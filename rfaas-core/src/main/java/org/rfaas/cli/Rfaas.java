package org.rfaas.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.rfaas.accounting.LedgerException;
import org.rfaas.client.LeaseException;
import org.rfaas.config.ConfigurationException;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.LocationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Entry point of the command line. Exit codes: 0 done, 1 failed, 2 used wrongly or configured wrongly, 141 when the reader of
 * its output had enough.
 */
@Command(
        name = "rfaas",
        description = "Lease idle cores to MPI ranks and run their loops there.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Rfaas implements Runnable {
    /** What shells say of a process that signal 13, SIGPIPE, has ended; JVMs ignore it. */
    private static final int BROKEN_PIPE = 128 + 13;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Rfaas() {}

    public static void main(String[] arguments) {
        // standard output is for results
        System.setProperty("org.slf4j.simpleLogger.logFile", "System.err");
        CommandLine commandLine = commandLine();
        int exitCode = commandLine.execute(arguments);
        if (exitCode == 0 && System.out.checkError()) { // it throws nothing
            exitCode = lostOutput(commandLine.getErr());
        }
        System.exit(exitCode);
    }

    private static int lostOutput(PrintWriter err) {
        if (isOutputPipe()) {
            return BROKEN_PIPE;
        }
        err.println("rfaas: standard output did not take all of the result");
        return 1;
    }

    /** Writing to a pipe fails only when nobody reads it any more, as {@code head} does not when it has its lines. */
    private static boolean isOutputPipe() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString().startsWith("pipe:");
        } catch (IOException e) {
            return false;
        }
    }

    /** The command line with every command on the class path. */
    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Rfaas());
        List<CliCommand> commands = ServiceLoader.load(CliCommand.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(command ->
                        command.getClass().getAnnotation(Command.class).name()))
                .toList();
        commands.forEach(commandLine::addSubcommand);
        commandLine.setParameterExceptionHandler(Rfaas::misused);
        commandLine.setExecutionExceptionHandler(Rfaas::failed);
        return commandLine;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    private static int misused(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        String message = problem instanceof UnmatchedArgumentException unmatched
                        && !unmatched.isUnknownOption()
                        && !command.getSubcommands().isEmpty()
                ? "no command '" + unmatched.getUnmatched().getFirst() + "'"
                : OneLine.of(problem);
        String separator = message.endsWith("?") ? " " : "; ";
        command.getErr()
                .println("rfaas: " + message + separator + "see "
                        + command.getCommandSpec().qualifiedName() + " --help");
        return 2;
    }

    private static int failed(Exception problem, CommandLine commandLine, ParseResult parsed) {
        PrintWriter err = commandLine.getErr();
        return switch (problem) {
            case CliException e -> {
                err.println("rfaas: " + OneLine.of(e));
                yield e.exitCode();
            }
            case ConfigurationException e -> {
                err.println("rfaas: " + OneLine.of(e));
                yield 2;
            }
            case LocationException e -> {
                err.println("rfaas: " + OneLine.of(e));
                yield 2;
            }
            case LeaseException e -> {
                err.println("rfaas: " + OneLine.of(e));
                yield 1;
            }
            case LedgerException e -> {
                err.println("rfaas: " + OneLine.of(e));
                yield 1;
            }
            case FabricException e -> {
                err.println("rfaas: " + OneLine.of(e));
                yield 1;
            }
            default -> {
                Logger log = LoggerFactory.getLogger(Rfaas.class);
                log.error("{} failed unexpectedly", String.join(" ", parsed.originalArgs()), problem);
                err.println("rfaas: unexpected " + problem + "; this is a mistake in the program, please report it");
                yield 1;
            }
        };
    }
}
