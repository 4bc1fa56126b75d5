package org.rfaas.fabric.verbs;

import java.time.Duration;
import java.util.Optional;
import org.rfaas.fabric.ConnectionRequest;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.rdma.Hello;
import org.rfaas.fabric.rdma.PendingRequests;
import org.rfaas.fabric.rdma.RdmaLocation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening rdma_cm identifier. */
final class VerbsListener implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(VerbsListener.class);
    private static final int BACKLOG = 128;

    private final VerbsFabric fabric;
    private final CmId id;
    private final FabricAddress address;
    private final PendingRequests pending = new PendingRequests();

    VerbsListener(VerbsFabric fabric, RdmaLocation wanted) {
        this.fabric = fabric;
        this.id = CmId.create(fabric.channel());
        try {
            id.bind(wanted);
            if (!fabric.device().serves(id)) {
                throw new FabricException(
                        "it is no address of RDMA device " + fabric.device().name() + ", which this fabric uses");
            }
            id.onEvent(this::handle);
            id.listen(BACKLOG);
            this.address = new FabricAddress(
                    VerbsFabricProvider.NAME, wanted.withPort(id.port()).toString());
        } catch (FabricException e) {
            id.destroy();
            throw new FabricException("cannot listen on verbs:" + wanted + ": " + e.getMessage(), e.errno(), e);
        }
    }

    /** In the channel's thread. */
    private void handle(CmEvent event) {
        if (event.type() != CmEvent.Type.CONNECT_REQUEST) {
            LOG.debug("{} on the listener at {}", event.type(), address);
            return;
        }
        CmId request = CmId.ofRequest(fabric.channel(), event);
        try {
            if (!pending.add(new VerbsConnectionRequest(fabric, request, Hello.decode(event.privateData())))) {
                fabric.soon(this::rejectPending);
            }
        } catch (FabricException e) {
            LOG.warn("refused a peer on {}: {}", address, e.getMessage());
            fabric.soon(() -> {
                request.reject(String.valueOf(e.getMessage()));
                request.destroy();
            });
        }
    }

    @Override
    public FabricAddress address() {
        return address;
    }

    @Override
    public Optional<ConnectionRequest> accept(Duration timeout) {
        return pending.accept(timeout);
    }

    private void rejectPending() {
        pending.rejectAll("the listener at " + address + " has closed");
    }

    @Override
    public void close() {
        if (pending.beginClose()) {
            fabric.resources().remove(this);
            id.destroy();
            rejectPending();
        }
    }
}
