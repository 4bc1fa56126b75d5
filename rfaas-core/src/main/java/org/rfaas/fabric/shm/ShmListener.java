package org.rfaas.fabric.shm;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import jdk.net.ExtendedSocketOptions;
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

/** A unix socket on which peers introduce themselves. */
final class ShmListener implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(ShmListener.class);
    private static final Duration RENDEZVOUS_TIMEOUT = Duration.ofSeconds(5);

    private final ShmFabric fabric;
    private final Path socket;
    private final UserPrincipal owner;
    private final PendingRequests arrivals = new PendingRequests();
    private final PeerAcceptor<SocketChannel> acceptor;

    ShmListener(ShmFabric fabric, Path socket) {
        this.fabric = fabric;
        this.socket = socket;
        ServerSocketChannel server = bind(socket);
        try {
            this.owner = ownerOf(socket);
            this.acceptor = new PeerAcceptor<>(address(), server, server::accept, this::meet);
            acceptor.start();
        } catch (RuntimeException | Error e) {
            FabricResources.closeQuietly(server);
            MappedFile.delete(socket);
            throw e;
        }
    }

    private static ServerSocketChannel bind(Path socket) {
        if (!socket.isAbsolute()) {
            throw new LocationException(
                    "cannot listen on shm:" + socket
                            + ": expected the absolute path of a socket; for HOST:PORT set fabric.provider = tcp",
                    null);
        }
        ServerSocketChannel server = null;
        try {
            if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
                removeIfStale(socket);
            }
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return server;
        } catch (IOException | IllegalArgumentException e) {
            if (server != null) {
                FabricResources.closeQuietly(server);
            }
            throw new FabricException("cannot listen on shm:" + socket + ": " + Cause.of(e), e);
        }
    }

    /** Who we are: {@code user.name} is "?" for a user without an entry in passwd. */
    private static UserPrincipal ownerOf(Path socket) {
        try {
            return Files.getOwner(socket);
        } catch (IOException e) {
            throw new FabricException("cannot listen on shm:" + socket + ": " + e.getMessage(), e);
        }
    }

    /** A socket file outlives a killed owner; nobody answers on it then. */
    private static void removeIfStale(Path socket) throws IOException {
        if (!Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new FabricException(
                    "cannot listen on shm:" + socket + ": it exists and is no socket; choose another path");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(socket));
            throw new FabricException("cannot listen on shm:" + socket
                    + ": another process listens there; stop it or choose another path");
        } catch (java.net.SocketException e) {
            LOG.debug("removing stale socket {}", socket, e);
            Files.deleteIfExists(socket);
        }
    }

    private void meet(SocketChannel channel) {
        @Nullable Future<?> deadline = null;
        try {
            deadline = ChannelDeadline.closeAfter(channel, RENDEZVOUS_TIMEOUT);
            UserPrincipal peer =
                    channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
            if (!peer.equals(owner)) {
                throw new IOException("it belongs to user " + peer.getName() + ", not " + owner.getName());
            }
            Rendezvous.Hello hello = Rendezvous.receiveHello(channel);
            arrivals.requireRoom();
            if (!arrivals.add(new ShmConnectionRequest(fabric, channel, hello))) {
                arrivals.rejectAll();
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            boolean isLate = deadline != null && deadline.isDone();
            FabricResources.closeQuietly(channel);
            LOG.warn("refused a peer on {}: {}", socket, isLate ? "it did not introduce itself in time" : Cause.of(e));
        } finally {
            if (deadline != null) {
                deadline.cancel(false);
            }
        }
    }

    @Override
    public FabricAddress address() {
        return new FabricAddress(ShmFabricProvider.NAME, socket.toString());
    }

    @Override
    public Optional<ConnectionRequest> accept(Duration timeout) {
        return arrivals.accept(timeout);
    }

    @Override
    public void close() {
        if (arrivals.beginClose()) {
            acceptor.close();
            MappedFile.delete(socket);
            arrivals.rejectAll();
            fabric.resources().remove(this);
        }
    }
}
