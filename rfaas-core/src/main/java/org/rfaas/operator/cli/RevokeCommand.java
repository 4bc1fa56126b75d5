package org.rfaas.operator.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.rfaas.cli.Version;
import org.rfaas.operator.OperatorClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code rfaas revoke}. */
@Command(
        name = "revoke",
        description = "Take a lease back; for operators.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class RevokeCommand extends OperatorCommand {
    @Parameters(index = "0", paramLabel = "LEASE", description = "The lease, as rfaas leases shows it.")
    private String lease = "";

    @Mixin
    private GraceOption grace = new GraceOption();

    @Override
    Map<String, Object> ask(OperatorClient client) {
        return client.post(
                LeasesCommand.PATH + "/" + OperatorClient.segment(lease) + "/revoke",
                Map.of("graceSeconds", grace.seconds()));
    }

    @Override
    void print(PrintWriter out, Map<String, Object> answer) {
        out.println("lease " + answer.get("lease") + ": " + answer.get("state"));
    }
}
