package org.rfaas.offload.mpi;

import java.util.List;
import java.util.Map;

/** Finds the job's name in what the launcher puts into the environment. */
final class JobIds {
    /** Slurm's first, because operators know it; then those of Open MPI's launcher, old and new. */
    private static final List<String> VARIABLES =
            List.of("SLURM_JOB_ID", "PMIX_NAMESPACE", "OMPI_MCA_ess_base_jobid", "PMI_JOBID");

    private static final int LONGEST = 60;

    private JobIds() {}

    static String fromEnvironment(Map<String, String> environment, long processId) {
        for (String variable : VARIABLES) {
            String value = environment.getOrDefault(variable, "").replaceAll("[^A-Za-z0-9.-]", "-");
            // the end tells jobs apart; an identifier begins with a letter or digit
            String end = value.substring(Math.max(0, value.length() - LONGEST)).replaceFirst("^[.-]+", "");
            if (!end.isEmpty()) {
                return end;
            }
        }
        return "pid-" + processId;
    }
}
