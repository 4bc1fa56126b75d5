package org.rfaas.fabric.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.rfaas.fabric.FabricProvider;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.Fabrics;

/**
 * What every fabric provider must hold to. One subclass a provider and mode names them; the tests stand in the
 * interfaces. A provider that is not usable on this machine is skipped with its reason, a capability it declares absent
 * with the capability's name.
 *
 * <p>The suite assumes no more than the Javadoc of {@code org.rfaas.fabric} promises: work may be carried out
 * asynchronously, a local completion says nothing about the peer, and every wait has a deadline.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
abstract class FabricContract
        implements ConnectionContract,
                OneSidedContract,
                MessageContract,
                CompletionContract,
                AccessContract,
                LifecycleContract,
                PeerDeathContract,
                StressContract {
    private Target target;
    private Ends ends;

    abstract String provider();

    abstract Target startTarget();

    /** Where to listen; a provider that must not choose by itself is told. */
    String freeLocation() {
        return "";
    }

    /** More arguments for the target's JVM, for subclasses that fork one. */
    List<String> targetJvmArguments() {
        return List.of();
    }

    @BeforeAll
    void skipUnlessUsable() {
        FabricProvider provider = Fabrics.providers().stream()
                .filter(candidate -> candidate.name().equals(provider()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no fabric provider is named " + provider()));
        FabricProvider.Availability availability = provider.probe(FabricSettings.DEFAULTS);
        assumeTrue(availability.usable(), () -> provider() + " is not usable here: " + availability.reason());
    }

    @BeforeEach
    void open() {
        if (target == null || !target.isAlive()) {
            target = startTarget();
        }
        target.reset();
        ends = new Ends(Fabrics.open(provider()), target, freeLocation());
    }

    @AfterEach
    void close() {
        if (ends != null) {
            ends.close();
        }
    }

    @AfterAll
    void stopTarget() {
        if (target != null) {
            target.close();
        }
    }

    @Override
    public Ends ends() {
        return ends;
    }
}
