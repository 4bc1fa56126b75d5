package org.rfaas.offload.mpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LauncherSignsTest {
    @Test
    void shouldTellOneOfSeveralByWhateverLauncher() {
        for (String variable : new String[] {"OMPI_COMM_WORLD_SIZE", "SLURM_STEP_NUM_TASKS", "PMI_SIZE"}) {
            assertThat(LauncherSigns.ofSeveral(Map.of(variable, "4"))).contains(variable + "=4");
            assertThat(LauncherSigns.ofSeveral(Map.of(variable, "1"))).isEmpty();
        }
        assertThat(LauncherSigns.ofSeveral(Map.of("PMIX_RANK", "1"))).contains("PMIX_RANK=1");
        assertThat(LauncherSigns.ofSeveral(Map.of("PMIX_RANK", "0"))).isEmpty();
        assertThat(LauncherSigns.ofSeveral(Map.of("SLURM_JOB_ID", "42"))).isEmpty();
    }

    @Test
    void shouldBelieveTheLauncherNearestToTheProcess() {
        assertThat(LauncherSigns.ofSeveral(Map.of("OMPI_COMM_WORLD_SIZE", "1", "SLURM_STEP_NUM_TASKS", "4")))
                .isEmpty();
        assertThat(LauncherSigns.ofSeveral(Map.of("SLURM_STEP_NUM_TASKS", "4", "PMIX_RANK", "0")))
                .contains("SLURM_STEP_NUM_TASKS=4");
    }
}
