package org.rfaas.fabric.tcp;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.Cause;
import org.rfaas.fabric.ChannelDeadline;
import org.rfaas.fabric.ConnectionRequest;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricResources;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.LocationException;
import org.rfaas.fabric.PeerAcceptor;
import org.rfaas.fabric.PendingRequests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening socket on one address. Of the peers that do not come to the point the oldest has to go when they are too many,
 * so they cannot keep others out.
 */
final class TcpListener implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_HALF_OPEN = 128;
    private static final int BACKLOG = 256;

    private final TcpFabric fabric;
    private final FabricAddress address;
    private final Deque<SocketChannel> halfOpen = new ArrayDeque<>();
    private final PendingRequests arrivals = new PendingRequests();
    private final PeerAcceptor<SocketChannel> acceptor;

    TcpListener(TcpFabric fabric, String location) {
        this.fabric = fabric;
        ServerSocketChannel server = bind(location);
        try {
            TcpLocation bound = TcpLocation.of((InetSocketAddress) server.getLocalAddress());
            this.address = new FabricAddress(TcpFabricProvider.NAME, bound.toString());
        } catch (IOException e) {
            FabricResources.closeQuietly(server);
            throw new FabricException("cannot listen on tcp:" + location + ": " + e.getMessage(), e);
        }
        this.acceptor = new PeerAcceptor<>(address, server, server::accept, this::meet);
    }

    void start() {
        acceptor.start();
    }

    @SuppressWarnings("AddressSelection") // one address is what is wanted
    private static ServerSocketChannel bind(String location) {
        String where = "cannot listen on tcp:" + location + ": ";
        try {
            InetSocketAddress local = TcpLocation.parse(location).local();
            ServerSocketChannel server = ServerSocketChannel.open();
            try {
                return server.bind(local, BACKLOG);
            } catch (IOException | RuntimeException e) {
                FabricResources.closeQuietly(server);
                throw e;
            }
        } catch (BindException e) {
            throw explain(where, e);
        } catch (UnsupportedAddressTypeException e) {
            throw new LocationException(where + "this machine does not speak the address family", e);
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new LocationException(where + e.getMessage(), e);
        } catch (IOException e) {
            throw new FabricException(where + e.getMessage(), e);
        }
    }

    private static FabricException explain(String where, BindException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("in use")) {
            return new FabricException(where + "the port is in use; choose another, or 0 for a free one", e);
        }
        if (text.contains("cannot assign")) {
            return new LocationException(
                    where + "no network interface of this machine has that address; rfaas devices lists them", e);
        }
        return new FabricException(where + text, e);
    }

    private void admit(SocketChannel channel) {
        SocketChannel oldest = null;
        synchronized (halfOpen) {
            halfOpen.addLast(channel);
            if (halfOpen.size() > MAX_HALF_OPEN) {
                oldest = halfOpen.removeFirst();
            }
        }
        if (oldest != null) {
            FabricResources.closeQuietly(oldest);
        }
    }

    private void meet(SocketChannel channel) {
        @Nullable Future<?> deadline = null;
        String peer = "";
        try {
            admit(channel);
            deadline = ChannelDeadline.closeAfter(channel, HANDSHAKE_TIMEOUT);
            peer = TcpLocation.of((InetSocketAddress) channel.getRemoteAddress())
                    .toString();
            fabric.configure(channel);
            Handshake.Hello hello = Handshake.receiveHello(channel);
            arrivals.requireRoom();
            if (!arrivals.add(new TcpConnectionRequest(fabric, channel, peer, hello))) {
                arrivals.rejectAll();
            }
        } catch (Handshake.VersionException e) {
            LOG.warn("refused tcp peer {} on {}: {}", peer, address, e.getMessage());
            TcpConnectionRequest.reject(channel, String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            boolean isLate = deadline != null && deadline.isDone();
            FabricResources.closeQuietly(channel);
            String cause = isLate ? "it did not introduce itself in time" : Cause.of(e);
            LOG.warn("refused tcp peer {} on {}: {}", peer, address, cause);
        } finally {
            if (deadline != null) {
                deadline.cancel(false);
            }
            synchronized (halfOpen) {
                halfOpen.remove(channel);
            }
        }
    }

    @Override
    public FabricAddress address() {
        return address;
    }

    @Override
    public Optional<ConnectionRequest> accept(Duration timeout) {
        return arrivals.accept(timeout);
    }

    @Override
    public void close() {
        if (arrivals.beginClose()) {
            acceptor.close();
            arrivals.rejectAll();
            synchronized (halfOpen) {
                halfOpen.forEach(FabricResources::closeQuietly);
            }
            fabric.resources().remove(this);
        }
    }
}
