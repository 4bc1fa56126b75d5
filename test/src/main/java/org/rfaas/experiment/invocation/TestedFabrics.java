package org.rfaas.experiment.invocation;

import java.util.List;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.Fabrics;

/** The fabrics that experiments compare. */
final class TestedFabrics {
    private static final List<String> IN_ORDER = List.of("shm", "verbs", "tcp");

    private TestedFabrics() {}

    /** Those that serve on this machine. */
    static List<String> here() {
        return IN_ORDER.stream()
                .filter(name ->
                        Fabrics.provider(name).probe(FabricSettings.DEFAULTS).usable())
                .toList();
    }
}
