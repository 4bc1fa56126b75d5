package org.rfaas.experiment.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class NodeChangesTest {
    @Test
    void shouldWeighCoresThatFillNoNodeByTheTimeTheyAreIdle() {
        NodeChanges changes = new NodeChanges.OfCluster(4, 1);
        changes.set(0, "", 6);
        changes.set(1000, "", 4);
        changes.end(4000);
        assertThat(changes.partsOfNodes()).isCloseTo(2.0 * 1000 / (6 * 1000 + 4 * 3000), within(1e-12));
    }
}
