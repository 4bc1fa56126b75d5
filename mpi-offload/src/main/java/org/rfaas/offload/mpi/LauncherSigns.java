package org.rfaas.offload.mpi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out from the environment, without MPI, whether a launcher started several processes. */
final class LauncherSigns {
    /** The one nearest to the process first: Open MPI's own launcher also runs inside a step of Slurm. */
    private static final List<Sign> SIGNS = List.of(
            new Sign("OMPI_COMM_WORLD_SIZE", "1"),
            new Sign("PMI_SIZE", "1"),
            new Sign("SLURM_STEP_NUM_TASKS", "1"),
            new Sign("PMIX_RANK", "0"));

    /** @param whenAlone what a launcher sets it to for a process on its own */
    private record Sign(String variable, String whenAlone) {}

    private LauncherSigns() {}

    /** The variable, and its value, that says that this is one of several; the first that is set decides. */
    static Optional<String> ofSeveral(Map<String, String> environment) {
        return SIGNS.stream()
                .filter(sign -> environment.containsKey(sign.variable()))
                .findFirst()
                .filter(sign -> !sign.whenAlone().equals(environment.get(sign.variable())))
                .map(sign -> sign.variable() + "=" + environment.get(sign.variable()));
    }
}
