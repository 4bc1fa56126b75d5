package org.rfaas.operator.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.rfaas.cli.CliCommand;
import org.rfaas.cli.CliException;
import org.rfaas.cli.ConfigOption;
import org.rfaas.config.ConfigurationException;
import org.rfaas.config.RfaasConfig;
import org.rfaas.operator.BearerToken;
import org.rfaas.operator.OperatorClient;
import org.rfaas.operator.OperatorException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What commands for operators have in common: they ask, and print the answer as JSON or for people. */
abstract class OperatorCommand implements CliCommand {
    @Mixin
    private ConfigOption configuration = new ConfigOption();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public final Integer call() throws IOException {
        RfaasConfig config = configuration.load();
        Map<String, Object> answer = withClient(config, this::ask);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(answer));
        } else {
            print(out, answer);
        }
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        remark(answer).ifPresent(remark -> err.println("rfaas: " + remark));
        err.flush();
        return 0;
    }

    private static Map<String, Object> withClient(
            RfaasConfig config, Function<OperatorClient, Map<String, Object>> ask) {
        BearerToken token = readToken(config);
        try (OperatorClient client = new OperatorClient(
                config.operator().target(), token, config.operator().trustedCertificates(), config.controlTimeout())) {
            return ask.apply(client);
        } catch (OperatorException e) {
            throw CliException.failed(String.valueOf(e.getMessage()), e);
        }
    }

    private static BearerToken readToken(RfaasConfig config) {
        try {
            return BearerToken.read(config.operator().requireTokenFile());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Whether the answer is printed as JSON. */
    final boolean isJson() {
        return json;
    }

    /** What is to be done or known. */
    abstract Map<String, Object> ask(OperatorClient client);

    /** What is to be known of the answer besides; goes where errors go. */
    Optional<String> remark(Map<String, Object> answer) {
        return Optional.empty();
    }

    /** The answer for people. */
    abstract void print(PrintWriter out, Map<String, Object> answer);
}
