package org.rfaas.executor.manager;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.rfaas.executor.ExecutorMain;
import org.rfaas.executor.pipe.ManagerCommand.Assign;
import org.rfaas.fabric.FabricJvmFlags;

/** Starts a fresh JVM for every lease. */
public final class ProcessLauncher implements ExecutorLauncher {
    private static final Set<String> KEPT_ENVIRONMENT =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_RUNTIME_DIR");

    private final String classPath = ExecutorClassPath.find();

    @Override
    public RunningExecutor launch(Assign assignment, long memoryBytes, Duration timeout) throws ExecutorStartException {
        ProcessBuilder builder = new ProcessBuilder(command(memoryBytes));
        // settings and secrets of the manager are not the function's business
        builder.environment().keySet().retainAll(KEPT_ENVIRONMENT);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new ExecutorStartException("cannot start " + builder.command().getFirst() + ": " + e.getMessage(), e);
        }
        boolean ready = false;
        try {
            ExecutorProcess executor = new ExecutorProcess(process, assignment.lease());
            executor.awaitReady(assignment, timeout);
            ready = true;
            return executor;
        } finally {
            if (!ready) {
                process.destroyForcibly();
            }
        }
    }

    private List<String> command(long memoryBytes) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FabricJvmFlags.inherited());
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Xmx" + (LeaseMemory.of(memoryBytes).heapBytes() >> 20) + "m"));
        command.addAll(List.of("-cp", classPath, ExecutorMain.class.getName()));
        return command;
    }
}
