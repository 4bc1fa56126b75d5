package org.rfaas.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rfaas completion}. */
@Command(
        name = "completion",
        description = "Print a completion script for bash and zsh; use it with: source <(rfaas completion)",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class CompletionCommand implements CliCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        CommandLine whole = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash(whole.getCommandName(), whole));
        out.flush();
        return 0;
    }
}
