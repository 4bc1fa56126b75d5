package org.rfaas.operator.cli;

import java.util.Map;
import org.rfaas.cli.Version;
import org.rfaas.operator.OperatorClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rfaas drain}. */
@Command(
        name = "drain",
        description = "Lease nothing more of nodes, and revoke what is leased there; for operators.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class DrainCommand extends NodeCommand {
    @Mixin
    private GraceOption grace = new GraceOption();

    @Override
    Map<String, Object> ask(OperatorClient client, String node) {
        return client.post(path(node) + "/drain", Map.of("graceSeconds", grace.seconds()));
    }
}
