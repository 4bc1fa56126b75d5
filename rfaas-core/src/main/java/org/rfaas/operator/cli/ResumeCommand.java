package org.rfaas.operator.cli;

import java.util.Map;
import org.rfaas.cli.Version;
import org.rfaas.operator.OperatorClient;
import picocli.CommandLine.Command;

/** {@code rfaas resume}. */
@Command(
        name = "resume",
        description = "Lease of drained nodes again; for operators.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class ResumeCommand extends NodeCommand {
    @Override
    Map<String, Object> ask(OperatorClient client, String node) {
        return client.post(path(node) + "/resume", Map.of());
    }
}
