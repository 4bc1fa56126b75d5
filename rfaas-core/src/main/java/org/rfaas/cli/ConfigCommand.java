package org.rfaas.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rfaas config}. */
@Command(
        name = "config",
        description = "Show the configuration in effect: defaults, the configuration file, the environment.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class ConfigCommand implements CliCommand {
    @Mixin
    private ConfigOption configuration = new ConfigOption();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Parameters(arity = "0..1", paramLabel = "KEY", description = "Print the value of this key only.")
    private @Nullable String key;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        SortedMap<String, String> values = configuration.values();
        if (key != null && !values.containsKey(key)) {
            throw CliException.misused("no key '" + key + "'; list all with: rfaas config");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(
                    JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(key == null ? values : values.get(key)));
        } else if (key != null) {
            out.println(values.get(key));
        } else {
            values.forEach((name, value) -> out.println((name + " = " + value).stripTrailing()));
        }
        out.flush();
        return 0;
    }
}
