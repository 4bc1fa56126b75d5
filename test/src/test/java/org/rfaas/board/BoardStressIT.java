package org.rfaas.board;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.stress.Jcstress;

/** Runs {@link BoardStress}. */
final class BoardStressIT {
    @Test
    void shouldShowNoForbiddenOutcome(@TempDir Path folder) throws Exception {
        Jcstress.run(BoardStress.class, folder);
    }
}
