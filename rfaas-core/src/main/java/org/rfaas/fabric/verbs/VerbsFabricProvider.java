package org.rfaas.fabric.verbs;

import java.util.List;
import java.util.Optional;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricCapabilities;
import org.rfaas.fabric.FabricDevice;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricProvider;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.rdma.Hello;
import org.rfaas.fabric.rdma.RdmaFabric;
import org.rfaas.fabric.rdma.RdmaLocation;

/**
 * RDMA devices: InfiniBand, RoCE, and SoftRoCE (kernel module rdma_rxe) where there is no hardware.
 *
 * <p>A fabric uses one device: the one that has the IP address in {@link FabricSettings.Verbs#address}, else the
 * first that has one. Locations are {@code host:port}.
 */
public final class VerbsFabricProvider implements FabricProvider {
    private static final String NAME = "verbs";
    private static final FabricCapabilities CAPABILITIES =
            new FabricCapabilities(true, false, Hello.MAX_PRIVATE_DATA_BYTES);

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

    /** No RDMA device has a loopback address, which is the default of the key this comes from: the fabric's own then. */
    @Override
    public String locationAt(String host) {
        return RdmaLocation.isLoopback(host) ? "" : RdmaLocation.freePortAt(host);
    }

    @Override
    public Availability probe(FabricSettings settings) {
        Optional<String> missing =
                VerbsDevices.missing().or(() -> Libibverbs.LIBRARY.missing()).or(() -> Librdmacm.LIBRARY.missing());
        if (missing.isPresent()) {
            return Availability.absent(missing.get());
        }
        try {
            VerbsDevices.usableAddress(settings.verbs());
            return Availability.present();
        } catch (FabricException e) {
            return Availability.absent(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Fabric open(FabricSettings settings) {
        return new RdmaFabric(NAME, CAPABILITIES, new VerbsDriver(settings.verbs()));
    }

    @Override
    public List<FabricDevice> devices() {
        boolean mayHaveSome =
                VerbsDevices.missing().isEmpty() && Libibverbs.LIBRARY.missing().isEmpty();
        return mayHaveSome ? VerbsDevices.list() : List.of();
    }
}
