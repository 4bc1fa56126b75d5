package org.rfaas.fabric.disni;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.rdma.CmEventType;
import org.rfaas.fabric.rdma.Hello;
import org.rfaas.fabric.rdma.QueuePairSize;
import org.rfaas.fabric.rdma.RdmaConnectionRequest;
import org.rfaas.fabric.rdma.RdmaFabric;
import org.rfaas.fabric.rdma.RdmaLocation;
import org.rfaas.fabric.rdma.RdmaQueuePair;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of making a connection, and what goes wrong in them: the rendezvous, then rdma_cm(7), each step an event. */
final class Connecting {
    private static final Logger LOG = LoggerFactory.getLogger(Connecting.class);

    private final String peer;
    private final Duration timeout;
    private final long deadlineNs;

    private Connecting(String peer, Duration timeout) {
        this.peer = peer;
        this.timeout = timeout;
        this.deadlineNs = System.nanoTime() + timeout.toNanos();
    }

    static QueuePair connect(
            DisniDriver driver,
            RdmaFabric fabric,
            FabricAddress peer,
            QueuePairOptions options,
            Hello hello,
            Duration timeout) {
        Connecting connecting = new Connecting(peer.toString(), timeout);
        Socket socket = new Socket();
        driver.addRendezvous(fabric, socket);
        try (Rendezvous rendezvous = new Rendezvous(socket)) {
            RdmaLocation location = RdmaLocation.parse(peer.location());
            socket.connect(new InetSocketAddress(location.host(), location.port()), connecting.remainingMs());
            socket.setTcpNoDelay(true);
            rendezvous.sendHello(hello);
            return switch (rendezvous.receiveAnswer(connecting.remainingMs())) {
                case Rendezvous.Answer.Rejected rejected ->
                    throw new FabricException(peer + " rejected the connection: " + rejected.reason());
                case Rendezvous.Answer.Accepted accepted ->
                    connecting.connectQueuePair(
                            driver, fabric, location.withPort(accepted.port()), options, accepted.hello());
            };
        } catch (FabricException e) {
            throw new FabricException("cannot connect to " + peer + ": " + e.getMessage(), e.errno(), e);
        } catch (IOException e) {
            throw new FabricException("cannot connect to " + peer + ": " + connecting.causeOf(e), e);
        } finally {
            driver.removeRendezvous(socket);
        }
    }

    private String causeOf(IOException e) {
        return switch (e) {
            case SocketTimeoutException late -> noAnswer();
            case ConnectException refused -> "nobody listens there (" + refused.getMessage() + ")";
            default -> String.valueOf(e.getMessage());
        };
    }

    private String noAnswer() {
        return "no answer within " + timeout.toMillis() + " ms";
    }

    private QueuePair connectQueuePair(
            DisniDriver driver, RdmaFabric fabric, RdmaLocation location, QueuePairOptions options, Hello answer) {
        DisniId id = driver.events().createId();
        try {
            id.resolveAddress(location.host(), location.port(), remainingMs());
            expect(id, CmEventType.ADDR_RESOLVED);
            if (!driver.device().serves(id)) {
                throw new FabricException(
                        "the route there does not begin at the RDMA device that this fabric uses; set "
                                + RdmaLocation.ADDRESS_KEY + " to an address of the device that it begins at");
            }
            id.resolveRoute(remainingMs());
            expect(id, CmEventType.ROUTE_RESOLVED);
            RdmaQueuePair queuePair = createQueuePair(driver.device(), fabric, id, options);
            try {
                id.connect();
                expect(id, CmEventType.ESTABLISHED);
                return finish(id, queuePair, answer);
            } catch (RuntimeException | Error e) {
                queuePair.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            id.destroy();
            throw e;
        }
    }

    /**
     * The accepting side.
     *
     * @param request what the connecting side said
     */
    static QueuePair accept(
            DisniDriver driver,
            RdmaFabric fabric,
            Rendezvous rendezvous,
            Hello request,
            QueuePairOptions options,
            Hello answer) {
        Connecting connecting = new Connecting("peer", RdmaConnectionRequest.CONFIRMATION);
        try {
            request.requireSame(options);
            if (!rendezvous.isOpen()) {
                throw new FabricException("the peer has gone");
            }
            return connecting.acceptQueuePair(driver, fabric, rendezvous, request, options, answer);
        } catch (FabricException e) {
            tellRejected(rendezvous, String.valueOf(e.getMessage()));
            throw new FabricException("cannot accept a connection: " + e.getMessage(), e.errno(), e);
        } catch (IOException e) {
            throw new FabricException("cannot accept a connection: " + e.getMessage(), e);
        } finally {
            rendezvous.close();
        }
    }

    private QueuePair acceptQueuePair(
            DisniDriver driver,
            RdmaFabric fabric,
            Rendezvous rendezvous,
            Hello request,
            QueuePairOptions options,
            Hello answer)
            throws IOException {
        DisniId listener = driver.events().createId();
        try {
            listener.bind(driver.device().address());
            listener.listen();
            rendezvous.sendAccepted(listener.port(), answer);
            DisniId id = expect(listener, CmEventType.CONNECT_REQUEST).id();
            try {
                RdmaQueuePair queuePair = createQueuePair(driver.device(), fabric, id, options);
                try {
                    id.accept();
                    expect(id, CmEventType.ESTABLISHED);
                    return finish(id, queuePair, request);
                } catch (RuntimeException | Error e) {
                    queuePair.close();
                    throw e;
                }
            } catch (RuntimeException | Error e) {
                id.destroy();
                throw e;
            }
        } finally {
            listener.destroy();
        }
    }

    static void tellRejected(Rendezvous rendezvous, String reason) {
        try (rendezvous) {
            rendezvous.sendRejected(reason);
        } catch (IOException e) {
            LOG.debug("peer left before it could be rejected", e);
        }
    }

    /** From here on the queue pair hears of the connection's events, first of those that came meanwhile. */
    private static QueuePair finish(DisniId id, RdmaQueuePair queuePair, Hello theirs) {
        queuePair.connected(theirs.privateData());
        id.events().onEvent(event -> queuePair.hear(event.type()));
        return queuePair;
    }

    /** Closing it destroys the identifier too. */
    private static RdmaQueuePair createQueuePair(
            DisniDevice device, RdmaFabric fabric, DisniId id, QueuePairOptions options) {
        return fabric.createQueuePair(
                options,
                completions -> new DisniQueuePair(
                        id, id.createQueuePair(device, (DisniCompletionQueue) completions, QueuePairSize.of(options))));
    }

    private DisniId.Event expect(DisniId id, CmEventType type) {
        DisniId.Event event = id.events().await(Math.max(0, deadlineNs - System.nanoTime()));
        if (event == null) {
            throw new FabricException(noAnswer());
        }
        if (event.type() != type) {
            throw failure(event.type());
        }
        return event;
    }

    private FabricException failure(CmEventType type) {
        return new FabricException(
                switch (type) {
                    case REJECTED, DISCONNECTED -> peer + " has gone";
                    case UNREACHABLE -> peer + " does not answer";
                    case ADDR_ERROR, ROUTE_ERROR -> "no RDMA device has a route there";
                    case FABRIC_CLOSING -> "the fabric is being closed";
                    default -> "the connection manager answered " + type;
                });
    }

    private int remainingMs() {
        long remaining = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        return Math.clamp(remaining, 1, Integer.MAX_VALUE);
    }
}
