package org.rfaas.executor.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.rfaas.executor.ExecutorArguments;
import org.rfaas.executor.ExecutorMain;
import org.rfaas.fabric.FabricJvmFlags;
import org.rfaas.fabric.Fabrics;

/** The Java virtual machine of executors: that of this process, small while idle, and as fast as any when it works. */
final class ExecutorJvm {
    /**
     * Reserved, not touched. The young generation begins small, so that what starting leaves behind stays small; the
     * collection that ends a warm-up makes it half as large as the old one, up to its most. A kernel with scratch arrays
     * then collects every few milliseconds instead of several times in one.
     */
    private static final List<String> HEAP = List.of("-Xms48m", "-XX:NewSize=4m", "-XX:MaxNewSize=24m");

    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            // what an executor loads is of use until its end; and the compiler of JDK 25 follows profiles of calls to
            // classes that a collection has unloaded, and crashes
            "-XX:-ClassUnloading",
            // HotSpot considers a method at every 1024th call only, and a kernel is called some dozen times a
            // millisecond at most: one that was compiled for its loops alone would stay slow for seconds
            "-XX:Tier3InvokeNotifyFreqLog=4",
            // standard output is the pipe to the manager
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-XX:+DisplayVMOutputToStderr",
            // a crash is told by its signal; functions are not the manager's to debug
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null");

    private final Path home = Path.of(System.getProperty("java.home"));
    private final List<Path> classPath = ExecutorClassPath.find();

    List<Path> classPath() {
        return classPath;
    }

    /**
     * The command that starts an executor.
     *
     * @param extra further flags of the machine
     */
    List<String> command(long heapBytes, List<String> extra, ExecutorArguments arguments) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin").resolve("java").toString());
        command.addAll(FLAGS);
        command.addAll(HEAP);
        command.add("-Xmx" + (heapBytes >> 20) + "m");
        command.addAll(extra);
        command.addAll(FabricJvmFlags.inherited());
        command.addAll(List.of("-cp", ExecutorClassPath.toArgument(classPath), ExecutorMain.class.getName()));
        command.addAll(arguments.toList());
        return command;
    }

    /** What it reads: the JDK, the settings that distributions keep elsewhere and link to, the class path, native code. */
    List<Path> files(Optional<Path> cache) {
        Stream<Path> settings = Stream.of("/etc/java-25-openjdk", "/etc/ssl/certs/java")
                .map(Path::of)
                .filter(Files::isDirectory);
        Stream<Path> nativeCode = Fabrics.providers().stream().flatMap(provider -> provider.nativeFiles().stream());
        return Stream.of(Stream.of(home), settings, classPath.stream(), nativeCode, cache.stream())
                .flatMap(files -> files)
                .toList();
    }
}
