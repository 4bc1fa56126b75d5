package org.rfaas.fabric.disni;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricResources;
import org.rfaas.fabric.PeerAcceptor;
import org.rfaas.fabric.PendingRequests;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.rdma.DeviceListener;
import org.rfaas.fabric.rdma.Hello;
import org.rfaas.fabric.rdma.RdmaConnectionRequest;
import org.rfaas.fabric.rdma.RdmaFabric;
import org.rfaas.fabric.rdma.RdmaLocation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for rendezvous on a TCP port of the device's address. */
final class DisniListener implements DeviceListener {
    private static final Logger LOG = LoggerFactory.getLogger(DisniListener.class);
    private static final int BACKLOG = 128;
    private static final int INTRODUCTION_MS = 5_000;

    private final DisniDriver driver;
    private final RdmaFabric fabric;
    private final PendingRequests arrivals;
    private final ServerSocket server;
    private final PeerAcceptor<Socket> acceptor;

    DisniListener(DisniDriver driver, RdmaFabric fabric, RdmaLocation where, PendingRequests arrivals) {
        this.driver = driver;
        this.fabric = fabric;
        this.arrivals = arrivals;
        requireOurDevice(where);
        try {
            this.server = new ServerSocket();
            server.bind(new InetSocketAddress(where.host(), where.port()), BACKLOG);
        } catch (IOException e) {
            throw new FabricException(String.valueOf(e.getMessage()), e);
        }
        FabricAddress address =
                new FabricAddress(fabric.provider(), where.withPort(port()).toString());
        this.acceptor = new PeerAcceptor<>(address, server, server::accept, this::introduce);
        acceptor.start();
    }

    /** A peer that waits on the rendezvous. */
    private record WaitingPeer(DisniDriver driver, RdmaFabric fabric, Rendezvous rendezvous, Hello hello)
            implements RdmaConnectionRequest.Peer {
        @Override
        public QueuePair accept(QueuePairOptions options, Hello answer) {
            return Connecting.accept(driver, fabric, rendezvous, hello, options, answer);
        }

        @Override
        public void reject(String reason) {
            Connecting.tellRejected(rendezvous, reason);
        }
    }

    private void requireOurDevice(RdmaLocation where) {
        DisniId trial = driver.events().createId();
        try {
            trial.bind(where.host());
            if (!driver.device().serves(trial)) {
                throw new FabricException("it is no address of the RDMA device that this fabric uses");
            }
        } finally {
            trial.destroy();
        }
    }

    private void introduce(Socket socket) {
        Rendezvous rendezvous = new Rendezvous(socket);
        try {
            driver.addRendezvous(fabric, socket);
            socket.setTcpNoDelay(true);
            Hello hello = rendezvous.receiveHello(INTRODUCTION_MS);
            arrivals.requireRoom();
            WaitingPeer peer = new WaitingPeer(driver, fabric, rendezvous, hello);
            if (!arrivals.add(new RdmaConnectionRequest(fabric, hello, peer))) {
                arrivals.rejectAll();
            }
        } catch (FabricException e) {
            Connecting.tellRejected(rendezvous, String.valueOf(e.getMessage()));
            LOG.warn("refused a peer on port {}: {}", port(), e.getMessage());
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            FabricResources.closeQuietly(rendezvous);
            LOG.warn("refused a peer on port {}: {}", port(), e.getMessage());
        } finally {
            driver.removeRendezvous(socket);
        }
    }

    @Override
    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() {
        acceptor.close();
    }
}
