package org.rfaas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricOffer;
import org.rfaas.fabric.FabricSettings;

class FabricChoiceTest {
    @Test
    void shouldOfferAllThatWorkHereFastestFirst() {
        List<String> offered = FabricChoice.offers(of("auto")).stream()
                .map(FabricOffer::provider)
                .toList();

        assertThat(offered).startsWith("shm").endsWith("tcp");
    }

    @Test
    void shouldOfferOnlyWhatIsConfigured() {
        assertThat(FabricChoice.offers(of("tcp"))).containsExactly(new FabricOffer("tcp", ""));
        assertThat(FabricChoice.candidates(of("tcp")))
                .filteredOn(FabricChoice.Candidate::eligible)
                .extracting(candidate -> candidate.provider().name())
                .containsExactly("tcp");
    }

    @Test
    void shouldNameTheProvidersThereAreWhenTheConfiguredOneIsNone() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> FabricChoice.open(of("ethernet")))
                .withMessageContaining("fabric.provider is 'ethernet'; known: auto, shm, verbs")
                .withMessageEndingWith("tcp");
    }

    @Test
    void shouldSayWhyTheConfiguredOneDoesNotWork() {
        FabricConfig nowhere = new FabricConfig(
                "verbs", new FabricSettings(FabricSettings.DEFAULTS.tcp(), new FabricSettings.Verbs("no address")));

        assertThatExceptionOfType(FabricException.class)
                .isThrownBy(() -> FabricChoice.offers(nowhere))
                .withMessageStartingWith("fabric.provider is verbs, which does not work on this machine: verbs: ");
    }

    private static FabricConfig of(String provider) {
        return new FabricConfig(provider, FabricSettings.DEFAULTS);
    }
}
