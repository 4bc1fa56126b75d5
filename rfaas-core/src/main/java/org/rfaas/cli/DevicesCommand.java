package org.rfaas.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.rfaas.config.FabricUse;
import org.rfaas.config.RfaasConfig;
import org.rfaas.fabric.FabricDevice;
import org.rfaas.fabric.FabricProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rfaas devices}. */
@Command(
        name = "devices",
        description = "Show the networks of this machine, which provider would be used, and why the others not.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class DevicesCommand implements CliCommand {
    private static final String PROVIDER_FORMAT = "%-10s %-16s %s%n";
    private static final String PORT_FORMAT = "%-10s %-14s %4s  %-8s %-11s %6s  %-12s %s%n";

    @Mixin
    private ConfigOption configuration = new ConfigOption();

    @Option(names = "--json", description = "Print JSON instead of tables.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        RfaasConfig config = configuration.load();
        List<FabricUse> uses = FabricUse.of(config.fabric());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.std
                    .with(JSON.Feature.PRETTY_PRINT_OUTPUT)
                    .asString(toMap(config.fabric().provider(), uses)));
        } else {
            printUses(out, uses);
            printDevices(out, uses);
        }
        out.flush();
        return 0;
    }

    private static void printUses(PrintWriter out, List<FabricUse> uses) {
        out.printf(Locale.ROOT, PROVIDER_FORMAT, "PROVIDER", "USED FOR", "WHY");
        for (FabricUse use : uses) {
            out.printf(Locale.ROOT, PROVIDER_FORMAT, use.candidate().provider().name(), words(use.peers()), use.why());
        }
    }

    private static String words(FabricUse.Peers peers) {
        return switch (peers) {
            case THIS_HOST -> "this host";
            case OTHER_HOSTS -> "other hosts";
            case ALL -> "all hosts";
            case NONE -> "nothing";
        };
    }

    private static void printDevices(PrintWriter out, List<FabricUse> uses) {
        out.println();
        out.printf(
                Locale.ROOT,
                PORT_FORMAT,
                "PROVIDER",
                "DEVICE",
                "PORT",
                "STATE",
                "LINK",
                "MTU",
                "INTERFACE",
                "ADDRESSES");
        List<FabricDevice> withLimits = new ArrayList<>();
        for (FabricUse use : uses) {
            FabricProvider provider = use.candidate().provider();
            for (FabricDevice device : provider.devices()) {
                for (FabricDevice.Port port : device.ports()) {
                    out.printf(
                            Locale.ROOT,
                            PORT_FORMAT,
                            provider.name(),
                            device.name(),
                            port.number(),
                            port.state(),
                            port.link(),
                            port.mtuBytes(),
                            port.networkInterface().isEmpty() ? "-" : port.networkInterface(),
                            port.addresses().isEmpty() ? "-" : String.join(" ", port.addresses()));
                }
                if (!device.limits().isEmpty()) {
                    withLimits.add(device);
                }
            }
        }
        out.println();
        for (FabricDevice device : withLimits) {
            out.println("limits of " + device.name() + ": "
                    + device.limits().stream()
                            .map(limit -> limit.name() + " " + limit.value())
                            .collect(Collectors.joining(", ")));
        }
    }

    private static Map<String, Object> toMap(String configured, List<FabricUse> uses) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (FabricUse use : uses) {
            FabricProvider provider = use.candidate().provider();
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", provider.name());
            row.put("version", provider.version());
            row.put("usable", use.candidate().availability().usable());
            row.put("usedFor", words(use.peers()));
            row.put("why", use.why());
            row.put(
                    "devices",
                    provider.devices().stream().map(DevicesCommand::toMap).toList());
            rows.add(row);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("configured", configured);
        all.put("providers", rows);
        return all;
    }

    private static Map<String, Object> toMap(FabricDevice device) {
        List<Map<String, Object>> ports = new ArrayList<>();
        for (FabricDevice.Port port : device.ports()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("number", port.number());
            row.put("state", port.state());
            row.put("link", port.link());
            row.put("mtuBytes", port.mtuBytes());
            row.put("interface", port.networkInterface());
            row.put("addresses", port.addresses());
            ports.add(row);
        }
        Map<String, Object> limits = new LinkedHashMap<>();
        device.limits().forEach(limit -> limits.put(limit.name(), limit.value()));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", device.name());
        all.put("ports", ports);
        all.put("limits", limits);
        return all;
    }
}
