package org.rfaas.executor.manager;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.rfaas.executor.ExecutorMain;
import org.rfaas.executor.pipe.ManagerCommand.Assign;
import org.rfaas.executor.usage.UsageBox;
import org.rfaas.executor.usage.UsageStore;

/** Starts a fresh JVM for every lease. */
public final class ProcessLauncher implements ExecutorLauncher {
    private static final Set<String> KEPT_ENVIRONMENT =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_RUNTIME_DIR");

    private final String classPath = ExecutorClassPath.find();
    private final UsageStore usages;

    /** @param usages where executors count what they do */
    public ProcessLauncher(UsageStore usages) {
        this.usages = usages;
    }

    @Override
    public RunningExecutor launch(Assign assignment, long memoryBytes, Duration timeout) throws ExecutorStartException {
        UsageBox usage = newBox(assignment.workers());
        boolean ready = false;
        try {
            RunningExecutor executor = launch(assignment, memoryBytes, timeout, usage);
            ready = true;
            return executor;
        } finally {
            if (!ready) {
                usage.delete();
            }
        }
    }

    private UsageBox newBox(int workers) throws ExecutorStartException {
        try {
            return usages.newBox(workers);
        } catch (IOException e) {
            throw new ExecutorStartException("no room to count usage: " + e.getMessage(), e);
        }
    }

    private RunningExecutor launch(Assign assignment, long memoryBytes, Duration timeout, UsageBox usage)
            throws ExecutorStartException {
        ProcessBuilder builder = new ProcessBuilder(command(memoryBytes, usage));
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
            ExecutorProcess executor = new ExecutorProcess(process, usage, assignment.lease());
            executor.awaitReady(assignment, timeout);
            ready = true;
            return executor;
        } finally {
            if (!ready) {
                process.destroyForcibly();
            }
        }
    }

    private List<String> command(long memoryBytes, UsageBox usage) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Xmx" + (LeaseMemory.of(memoryBytes).heapBytes() >> 20) + "m"));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("org.slf4j.simpleLogger."))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of(
                "-cp", classPath, ExecutorMain.class.getName(), usage.page().toString()));
        return command;
    }
}
