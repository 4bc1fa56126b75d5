package org.rfaas.offload.mpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rfaas.lease.Identifier;

class JobIdsTest {
    @Test
    void shouldPreferTheSchedulersName() {
        assertThat(JobIds.fromEnvironment(Map.of("PMIX_NAMESPACE", "prterun-7", "SLURM_JOB_ID", "42"), 1))
                .isEqualTo("42");
        assertThat(JobIds.fromEnvironment(Map.of(), 17)).isEqualTo("pid-17");
    }

    @Test
    void shouldMakeAnIdentifierWhereverALongNameIsCut() {
        String name = "prterun-host.example-1234@1/" + "-.a".repeat(40);
        for (int end = 1; end <= name.length(); end++) {
            String id = JobIds.fromEnvironment(Map.of("PMIX_NAMESPACE", name.substring(0, end)), 17);
            assertThat(Identifier.require("job id", id)).isEqualTo(id);
        }
    }

    @Test
    void shouldPassOverANameWithNothingToTellJobsApart() {
        assertThat(JobIds.fromEnvironment(Map.of("PMIX_NAMESPACE", "@@", "PMI_JOBID", "-9"), 17))
                .isEqualTo("9");
    }
}
