package org.rfaas.executor.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.rfaas.executor.manager.ExecutorLauncher;
import org.rfaas.executor.manager.ExecutorStartException;
import org.rfaas.executor.manager.RunningExecutor;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;
import org.rfaas.executor.sandbox.HostAccess;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.executor.usage.UsageBox;

/** Launches what dies before it serves anybody: a shell's script in place of the JVM. */
public final class StillbornExecutors implements ExecutorLauncher {
    private final String script;

    public StillbornExecutors(String script) {
        this.script = script;
    }

    @Override
    public RunningExecutor launch(Assign assignment, long memoryBytes, Duration timeout) throws ExecutorStartException {
        try {
            ExecutorProcess executor = new ExecutorProcess(
                    new ProcessBuilder("sh", "-c", script).start(),
                    Sandbox.none().confine(new HostAccess(List.of(), List.of(), true)),
                    Optional.empty(),
                    new UsageBox(Path.of("none")),
                    CodeStore.none());
            return executor.serve(assignment, memoryBytes, timeout);
        } catch (IOException e) {
            throw new ExecutorStartException("no shell", e);
        }
    }
}
