package org.rfaas.fabric;

import java.util.ArrayList;
import java.util.List;

/** What a JVM must be started with that opens fabrics, wherever one process starts another. */
public final class FabricJvmFlags {
    private static final String LIBRARY_PATH = "java.library.path";

    private FabricJvmFlags() {}

    /** For a JVM on this machine: the access that providers need, and this JVM's place of native libraries and logs. */
    public static List<String> inherited() {
        List<String> flags = new ArrayList<>(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED", // disni
                "-D" + LIBRARY_PATH + "=" + System.getProperty(LIBRARY_PATH, "")));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("org.slf4j.simpleLogger."))
                .sorted()
                .forEach(name -> flags.add("-D" + name + "=" + System.getProperty(name)));
        return flags;
    }
}
