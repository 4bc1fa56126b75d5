package org.rfaas.fabric.shm;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.stress.Jcstress;

/** Runs {@link RingStress}. */
final class RingStressIT {
    @Test
    void shouldShowNoForbiddenOutcome(@TempDir Path folder) throws Exception {
        Jcstress.run(RingStress.class, folder);
    }
}
