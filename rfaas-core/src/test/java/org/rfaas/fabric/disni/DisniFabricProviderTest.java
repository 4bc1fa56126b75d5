package org.rfaas.fabric.disni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.Test;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricProvider;
import org.rfaas.fabric.FabricSettings;

/** What the provider says on a machine that lacks something; where nothing is lacking the contract suite runs. */
class DisniFabricProviderTest {
    private final FabricProvider provider = new DisniFabricProvider();

    @Test
    void shouldNameTheRemedyWhereItCannotServe() {
        FabricProvider.Availability availability = provider.probe(FabricSettings.DEFAULTS);
        assumeFalse(availability.usable(), "there is an RDMA device here");

        assertThat(availability.reason()).contains("run-scripts");
        assertThatExceptionOfType(FabricException.class).isThrownBy(() -> provider.open(FabricSettings.DEFAULTS));
    }

    @Test
    void shouldListenAtAnAddressOfTheDeviceUnlessGivenOne() {
        assertThat(provider.locationAt("127.0.0.1")).isEmpty();
        assertThat(provider.locationAt("10.77.0.2")).isEqualTo("10.77.0.2:0");
    }
}
