package org.rfaas.operator.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
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

/** What commands for operators have in common: they ask, and print answers as JSON or for people. */
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
        BearerToken token = readToken(config);
        try (OperatorClient client = new OperatorClient(
                config.operator().target(), token, config.operator().trustedCertificates(), config.controlTimeout())) {
            return serve(client);
        } catch (OperatorException e) {
            throw CliException.failed(String.valueOf(e.getMessage()), e);
        }
    }

    /** Asks, shows what is answered, and returns the exit code. */
    abstract int serve(OperatorClient client) throws IOException;

    /** Prints an answer, and what is to be known of it besides. */
    final void show(Map<String, Object> answer) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(answer));
        } else {
            print(out, answer);
        }
        out.flush();
        remark(answer).ifPresent(this::complain);
    }

    /** Says something where errors go. */
    final void complain(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("rfaas: " + what);
        err.flush();
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

    /** What is to be known of the answer besides; goes where errors go. */
    Optional<String> remark(Map<String, Object> answer) {
        return Optional.empty();
    }

    /** The answer for people. */
    abstract void print(PrintWriter out, Map<String, Object> answer);
}
