package org.rfaas.experiment.host;

import java.util.List;

/** The executors among the children of an executor manager. */
public final class ExecutorProcesses {
    /** In the commands of the children that make the AOT cache. */
    private static final String NO_EXECUTOR = "-XX:AOTMode=";

    private ExecutorProcesses() {}

    /** Those that run now, those of the pool included. */
    public static List<ProcessHandle> of(ProcessHandle executorManager) {
        return executorManager
                .children()
                .filter(child -> child.info()
                        .commandLine()
                        .filter(command -> !command.contains(NO_EXECUTOR))
                        .isPresent())
                .toList();
    }
}
