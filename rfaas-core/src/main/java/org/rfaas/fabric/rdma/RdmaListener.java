package org.rfaas.fabric.rdma;

import java.time.Duration;
import java.util.Optional;
import org.rfaas.fabric.ConnectionRequest;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.LocationException;
import org.rfaas.fabric.PendingRequests;

/** A listener of an RDMA fabric. */
final class RdmaListener implements Listener {
    private final RdmaFabric fabric;
    private final PendingRequests pending = new PendingRequests();
    private final DeviceListener device;
    private final FabricAddress address;

    RdmaListener(RdmaFabric fabric, RdmaLocation wanted) {
        this.fabric = fabric;
        String problem = "cannot listen on " + fabric.provider() + ":" + wanted + ": ";
        try {
            this.device = fabric.driver().listen(fabric, wanted, pending);
        } catch (LocationException e) {
            throw new LocationException(problem + e.getMessage(), e);
        } catch (FabricException e) {
            throw new FabricException(problem + e.getMessage(), e.errno(), e);
        }
        this.address = new FabricAddress(
                fabric.provider(), wanted.withPort(device.port()).toString());
    }

    @Override
    public FabricAddress address() {
        return address;
    }

    @Override
    public Optional<ConnectionRequest> accept(Duration timeout) {
        return pending.accept(timeout);
    }

    @Override
    public void close() {
        if (pending.beginClose()) {
            fabric.resources().remove(this);
            device.close();
            pending.rejectAll();
        }
    }
}
