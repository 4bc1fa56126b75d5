package org.rfaas.fabric.verbs;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rfaas.fabric.ConnectionRequest;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.rdma.Hello;
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
    private final BlockingQueue<Optional<VerbsConnectionRequest>> arrivals = new LinkedBlockingQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();

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
            arrivals.add(Optional.of(new VerbsConnectionRequest(fabric, request, Hello.decode(event.privateData()))));
            if (closed.get()) {
                fabric.soon(this::rejectArrivals);
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
        if (closed.get()) {
            return Optional.empty();
        }
        try {
            Optional<VerbsConnectionRequest> arrival = arrivals.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (arrival == null) {
                return Optional.empty();
            }
            if (arrival.isEmpty()) {
                arrivals.add(arrival); // for the next thread that waits here
            }
            return arrival.map(request -> request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void rejectArrivals() {
        arrivals.forEach(arrival ->
                arrival.ifPresent(request -> request.rejectUnanswered("the listener at " + address + " has closed")));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            fabric.resources().remove(this);
            id.destroy();
            rejectArrivals();
            arrivals.clear();
            arrivals.add(Optional.empty()); // ends an accept under way
        }
    }
}
