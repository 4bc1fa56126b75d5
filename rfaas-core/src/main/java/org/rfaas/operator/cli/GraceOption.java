package org.rfaas.operator.cli;

import org.rfaas.cli.CliException;
import picocli.CommandLine.Option;

/** {@code --grace}, for commands to mix in. */
final class GraceOption {
    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "How long what runs may go on; default: 0.")
    private long seconds;

    long seconds() {
        if (seconds < 0) {
            throw CliException.misused("--grace must not be negative");
        }
        return seconds;
    }
}
