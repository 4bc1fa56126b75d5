package org.rfaas.fabric.disni;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.rfaas.fabric.ConnectionRequest;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricResources;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.rdma.PendingRequests;
import org.rfaas.fabric.rdma.RdmaLocation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for rendezvous on a TCP port of the device's address. */
final class DisniListener implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(DisniListener.class);
    private static final int BACKLOG = 128;
    private static final int INTRODUCTION_MS = 5_000;

    private final DisniFabric fabric;
    private final ServerSocket server;
    private final FabricAddress address;
    private final PendingRequests pending = new PendingRequests();

    DisniListener(DisniFabric fabric, RdmaLocation wanted) {
        this.fabric = fabric;
        try {
            requireOurDevice(wanted);
            this.server = new ServerSocket();
            server.bind(new InetSocketAddress(wanted.host(), wanted.port()), BACKLOG);
        } catch (IOException | FabricException e) {
            throw new FabricException("cannot listen on disni:" + wanted + ": " + e.getMessage(), e);
        }
        this.address = new FabricAddress(
                DisniFabricProvider.NAME, wanted.withPort(server.getLocalPort()).toString());
        Thread.ofVirtual().name("disni-listener").start(this::serve);
    }

    private void requireOurDevice(RdmaLocation wanted) {
        DisniId trial = fabric.events().createId();
        try {
            trial.bind(wanted.host());
            if (!fabric.device().serves(trial)) {
                throw new FabricException("it is no address of the RDMA device that this fabric uses");
            }
        } finally {
            trial.destroy();
        }
    }

    private void serve() {
        while (!pending.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().name("disni-introduction").start(() -> introduce(socket));
            } catch (IOException e) {
                if (!pending.isClosed()) {
                    LOG.error("accepting on {} failed: {}", address, e.getMessage());
                }
                return;
            }
        }
    }

    private void introduce(Socket socket) {
        fabric.addRendezvous(socket);
        Rendezvous rendezvous = new Rendezvous(socket);
        try {
            socket.setTcpNoDelay(true);
            DisniConnectionRequest request =
                    new DisniConnectionRequest(fabric, rendezvous, rendezvous.receiveHello(INTRODUCTION_MS));
            if (!pending.add(request)) {
                rejectPending();
            }
        } catch (FabricException e) {
            LOG.warn("refused a peer on {}: {}", address, e.getMessage());
            Connecting.tellRejected(rendezvous, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.warn("a peer on {} did not introduce itself: {}", address, e.getMessage());
            FabricResources.closeQuietly(rendezvous);
        } finally {
            fabric.removeRendezvous(socket);
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
            FabricResources.closeQuietly(server);
            rejectPending();
        }
    }
}
