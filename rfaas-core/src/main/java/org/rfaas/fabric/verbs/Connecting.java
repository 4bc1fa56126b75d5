package org.rfaas.fabric.verbs;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.rdma.CmEventType;
import org.rfaas.fabric.rdma.Hello;
import org.rfaas.fabric.rdma.Libc;
import org.rfaas.fabric.rdma.QueuePairSize;
import org.rfaas.fabric.rdma.RdmaConnectionRequest;
import org.rfaas.fabric.rdma.RdmaFabric;
import org.rfaas.fabric.rdma.RdmaLocation;
import org.rfaas.fabric.rdma.RdmaQueuePair;

/** The steps of making a connection (rdma_cm(7)), each ended by an event, and what goes wrong in them. */
final class Connecting {
    /** Reasons of rdma_cm for a rejection (InfiniBand Architecture, Vol. 1, table 102). */
    private static final int INVALID_SERVICE_ID = 8;

    private static final int CONSUMER_DEFINED = 28;

    private final CmId id;
    private final String peer;
    private final long deadlineNs;
    private final Duration timeout;

    private Connecting(CmId id, String peer, Duration timeout) {
        this.id = id;
        this.peer = peer;
        this.timeout = timeout;
        this.deadlineNs = System.nanoTime() + timeout.toNanos();
    }

    static QueuePair connect(
            VerbsDriver driver,
            RdmaFabric fabric,
            FabricAddress peer,
            QueuePairOptions options,
            Hello hello,
            Duration timeout) {
        RdmaLocation address = RdmaLocation.parse(peer.location());
        CmId id = CmId.create(driver.channel());
        @Nullable RdmaQueuePair queuePair = null;
        try {
            Connecting connecting = new Connecting(id, peer.toString(), timeout);
            id.resolveAddress(driver.source().orElse(null), address, connecting.remainingMs());
            connecting.expect(CmEventType.ADDR_RESOLVED);
            connecting.requireDevice(driver.device());
            id.resolveRoute(connecting.remainingMs());
            connecting.expect(CmEventType.ROUTE_RESOLVED);
            queuePair = createQueuePair(driver.device(), fabric, id, options);
            id.connect(hello.encode());
            Hello answer =
                    Hello.decode(connecting.expect(CmEventType.ESTABLISHED).privateData());
            id.shortenReceiverNotReadyTimer();
            return connecting.finish(queuePair, answer);
        } catch (FabricException e) {
            destroy(id, queuePair);
            throw new FabricException("cannot connect to " + peer + ": " + e.getMessage(), e.errno(), e);
        }
    }

    static QueuePair accept(
            VerbsDriver driver, RdmaFabric fabric, CmId id, Hello request, QueuePairOptions options, Hello answer) {
        @Nullable RdmaQueuePair queuePair = null;
        try {
            request.requireSame(options);
            Connecting connecting = new Connecting(id, "peer", RdmaConnectionRequest.CONFIRMATION);
            connecting.requireStillThere();
            queuePair = createQueuePair(driver.device(), fabric, id, options);
            id.accept(answer.encode());
            connecting.expect(CmEventType.ESTABLISHED);
            id.shortenReceiverNotReadyTimer();
            return connecting.finish(queuePair, request);
        } catch (FabricException e) {
            id.reject(String.valueOf(e.getMessage()));
            destroy(id, queuePair);
            throw new FabricException("cannot accept a connection: " + e.getMessage(), e.errno(), e);
        }
    }

    /** Closing it destroys the identifier too. */
    private static RdmaQueuePair createQueuePair(
            VerbsDevice device, RdmaFabric fabric, CmId id, QueuePairOptions options) {
        return fabric.createQueuePair(
                options,
                completions -> NativeQueuePair.create(
                        id, device, (NativeCompletionQueue) completions, QueuePairSize.of(options)));
    }

    private static void destroy(CmId id, @Nullable RdmaQueuePair queuePair) {
        if (queuePair == null) {
            id.destroy();
        } else {
            queuePair.close();
        }
    }

    /** From here on the queue pair hears of the connection's events, first of those that came meanwhile. */
    private QueuePair finish(RdmaQueuePair queuePair, Hello theirs) {
        queuePair.connected(theirs.privateData());
        id.events().onEvent(event -> queuePair.hear(event.type()));
        return queuePair;
    }

    private void requireDevice(VerbsDevice device) {
        if (!device.serves(id)) {
            throw new FabricException(
                    "the route there does not begin at RDMA device " + device.name()
                            + ", which this fabric uses; set fabric.verbs.address to an address of the device that it begins at");
        }
    }

    private void requireStillThere() {
        CmEvent event = id.events().await(0);
        if (event != null) {
            throw failure(event);
        }
    }

    private CmEvent expect(CmEventType type) {
        CmEvent event = id.events().await(Math.max(0, deadlineNs - System.nanoTime()));
        if (event == null) {
            throw new FabricException("no answer within " + timeout.toMillis() + " ms");
        }
        if (event.type() != type) {
            throw failure(event);
        }
        return event;
    }

    private FabricException failure(CmEvent event) {
        return switch (event.type()) {
            case REJECTED -> rejection(event);
            case UNREACHABLE -> new FabricException(peer + " does not answer", Math.abs(event.status()), null);
            case ADDR_ERROR, ROUTE_ERROR ->
                new FabricException(
                        "no RDMA device has a route there: " + Libc.describe(Math.abs(event.status())),
                        Math.abs(event.status()),
                        null);
            case DISCONNECTED -> new FabricException(peer + " has gone");
            case FABRIC_CLOSING -> new FabricException("the fabric is being closed");
            default ->
                new FabricException("the connection manager answered " + event.type() + ", status " + event.status());
        };
    }

    private FabricException rejection(CmEvent event) {
        return switch (event.status()) {
            case INVALID_SERVICE_ID -> new FabricException("nobody listens there");
            case CONSUMER_DEFINED ->
                new FabricException(peer + " rejected the connection: " + Hello.decodeReason(event.privateData()));
            default -> new FabricException(peer + " has gone (rejection " + event.status() + ")");
        };
    }

    private int remainingMs() {
        long remaining = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        return Math.clamp(remaining, 1, Integer.MAX_VALUE);
    }
}
