package org.rfaas.fabric.verbs;

import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.LocationException;
import org.rfaas.fabric.PendingRequests;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.rdma.CmEventType;
import org.rfaas.fabric.rdma.DeviceListener;
import org.rfaas.fabric.rdma.Hello;
import org.rfaas.fabric.rdma.RdmaConnectionRequest;
import org.rfaas.fabric.rdma.RdmaFabric;
import org.rfaas.fabric.rdma.RdmaLocation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening rdma_cm identifier. */
final class VerbsListener implements DeviceListener {
    private static final Logger LOG = LoggerFactory.getLogger(VerbsListener.class);
    private static final int BACKLOG = 128;

    private final VerbsDriver driver;
    private final RdmaFabric fabric;
    private final PendingRequests arrivals;
    private final CmId id;

    VerbsListener(VerbsDriver driver, RdmaFabric fabric, RdmaLocation where, PendingRequests arrivals) {
        this.driver = driver;
        this.fabric = fabric;
        this.arrivals = arrivals;
        this.id = CmId.create(driver.channel());
        try {
            id.bind(where);
            if (!driver.device().serves(id)) {
                throw new LocationException(
                        "it is no address of RDMA device " + driver.device().name() + ", which this fabric uses", null);
            }
            id.events().onEvent(this::handle);
            id.listen(BACKLOG);
        } catch (RuntimeException | Error e) {
            id.destroy();
            throw e;
        }
    }

    /** A peer that waits for the answer to its connect request. */
    private record WaitingPeer(VerbsDriver driver, RdmaFabric fabric, CmId id, Hello hello)
            implements RdmaConnectionRequest.Peer {
        @Override
        public QueuePair accept(QueuePairOptions options, Hello answer) {
            return Connecting.accept(driver, fabric, id, hello, options, answer);
        }

        @Override
        public void reject(String reason) {
            id.reject(reason);
            id.destroy();
        }
    }

    /** In the channel's thread. */
    private void handle(CmEvent event) {
        if (event.type() != CmEventType.CONNECT_REQUEST) {
            LOG.debug("{} on the listener at port {}", event.type(), port());
            return;
        }
        CmId request = CmId.ofRequest(driver.channel(), event);
        try {
            Hello hello = Hello.decode(event.privateData());
            arrivals.requireRoom();
            WaitingPeer peer = new WaitingPeer(driver, fabric, request, hello);
            if (!arrivals.add(new RdmaConnectionRequest(fabric, hello, peer))) {
                driver.soon(arrivals::rejectAll);
            }
        } catch (FabricException e) {
            LOG.warn("refused a peer on port {}: {}", port(), e.getMessage());
            driver.soon(() -> {
                request.reject(String.valueOf(e.getMessage()));
                request.destroy();
            });
        }
    }

    @Override
    public int port() {
        return id.port();
    }

    @Override
    public void close() {
        id.destroy();
    }
}
