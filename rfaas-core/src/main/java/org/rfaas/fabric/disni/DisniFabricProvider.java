package org.rfaas.fabric.disni;

import com.ibm.disni.verbs.RdmaProvider;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricCapabilities;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricProvider;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.rdma.Hello;
import org.rfaas.fabric.rdma.RdmaFabric;
import org.rfaas.fabric.rdma.RdmaLocation;

/**
 * RDMA devices through DiSNI, for sites that run it; {@code verbs} serves the same devices.
 *
 * <p>A fabric uses one device: the one that has the IPv4 address in key {@code fabric.verbs.address}, else the
 * first that has one. Locations are {@code host:port}.
 */
public final class DisniFabricProvider implements FabricProvider {
    private static final String NAME = "disni";

    /** DiSNI's serialiser does not write the fields of atomics. */
    private static final FabricCapabilities CAPABILITIES =
            new FabricCapabilities(false, false, Hello.MAX_PRIVATE_DATA_BYTES);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return Hello.VERSION;
    }

    @Override
    public String reach() {
        return NAME;
    }

    @Override
    public List<Class<?>> libraries() {
        return List.of(RdmaProvider.class);
    }

    @Override
    public List<Path> nativeFiles() {
        return DisniLibrary.file().stream().toList();
    }

    /** No RDMA device has a loopback address, which is the default of the key this comes from: the fabric's own then. */
    @Override
    public String locationAt(String host) {
        return RdmaLocation.isLoopback(host) ? "" : RdmaLocation.freePortAt(host);
    }

    @Override
    public Availability probe(FabricSettings settings) {
        Optional<String> missing = DisniLibrary.missing();
        if (missing.isPresent()) {
            return Availability.absent(missing.get());
        }
        try {
            usableAddress(settings.verbs());
            return Availability.present();
        } catch (FabricException e) {
            return Availability.absent(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Fabric open(FabricSettings settings) {
        DisniLibrary.missing().ifPresent(reason -> {
            throw new FabricException(reason);
        });
        return new RdmaFabric(NAME, CAPABILITIES, new DisniDriver(usableAddress(settings.verbs())));
    }

    /**
     * The address that chooses the device: the configured one, else the first that rdma_cm finds a device for.
     *
     * @throws FabricException when there is none, with the remedy
     */
    private static InetAddress usableAddress(FabricSettings.Verbs settings) {
        Optional<InetAddress> configured = RdmaLocation.configured(settings);
        try (DisniEvents events = new DisniEvents()) {
            return configured.map(List::of).orElseGet(RdmaLocation::localAddresses).stream()
                    .filter(address -> reachesDevice(events, address))
                    .findFirst()
                    .orElseThrow(() -> new FabricException(configured
                            .map(address -> RdmaLocation.ADDRESS_KEY + " is " + address.getHostAddress()
                                    + ", which is no address of an RDMA device")
                            .orElse("no RDMA device has an IPv4 address; set fabric.provider=shm or tcp, or run"
                                    + " run-scripts/setup --rdma")));
        }
    }

    private static boolean reachesDevice(DisniEvents events, InetAddress address) {
        if (address.getAddress().length != Integer.BYTES) {
            return false; // DiSNI speaks IPv4 only
        }
        DisniId trial = events.createId();
        try {
            trial.bind(address);
            trial.deviceDescriptor();
            return true;
        } catch (FabricException e) {
            return false;
        } finally {
            trial.destroy();
        }
    }
}
