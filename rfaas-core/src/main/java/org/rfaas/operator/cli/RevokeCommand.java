package org.rfaas.operator.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rfaas.cli.Version;
import org.rfaas.operator.OperatorClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code rfaas revoke}. */
@Command(
        name = "revoke",
        description = "Take leases back; for operators.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class RevokeCommand extends EachCommand {
    @Parameters(arity = "1..*", paramLabel = "LEASE", description = "Leases, as rfaas leases shows them.")
    private List<String> leases = new ArrayList<>();

    @Mixin
    private GraceOption grace = new GraceOption();

    @Override
    List<String> names() {
        return leases;
    }

    @Override
    Map<String, Object> ask(OperatorClient client, String lease) {
        return client.post(
                LeasesCommand.PATH + "/" + OperatorClient.segment(lease) + "/revoke",
                Map.of("graceSeconds", grace.seconds()));
    }

    @Override
    void print(PrintWriter out, Map<String, Object> answer) {
        out.println("lease " + answer.get("lease") + ": " + answer.get("state"));
    }
}
