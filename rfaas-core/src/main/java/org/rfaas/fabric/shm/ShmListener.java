package org.rfaas.fabric.shm;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.ChannelDeadline;
import org.rfaas.fabric.ConnectionRequest;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricResources;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.LocationException;
import org.rfaas.thread.VirtualThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A unix socket on which peers introduce themselves. One virtual thread a peer, so a slow one holds up nobody. */
final class ShmListener implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(ShmListener.class);
    private static final Duration RENDEZVOUS_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ACCEPT_PAUSE = Duration.ofMillis(100);

    private final ShmFabric fabric;
    private final Path socket;
    private final ServerSocketChannel server;
    private final UserPrincipal owner;
    private final BlockingQueue<Optional<ConnectionRequest>> arrivals = new LinkedBlockingQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    ShmListener(ShmFabric fabric, Path socket) {
        this.fabric = fabric;
        this.socket = socket;
        this.server = bind(socket);
        this.owner = ownerOf(socket);
        Thread.ofVirtual().name("shm-listener").start(this::acceptPeers);
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
            throw new FabricException("cannot listen on shm:" + socket + ": " + e.getMessage(), e);
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

    private void acceptPeers() {
        while (server.isOpen()) {
            try {
                begin(server.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | OutOfMemoryError e) { // no descriptor, no memory or no thread: there will be again
                LOG.warn("a peer on {} could not be met: {}", socket, e.getMessage());
                pause();
            }
        }
    }

    private void begin(SocketChannel channel) {
        try {
            VirtualThreads.start("shm-rendezvous", () -> meet(channel));
        } catch (OutOfMemoryError e) {
            FabricResources.closeQuietly(channel);
            throw e;
        }
    }

    /** Trying again at once would fail again. */
    private static void pause() {
        try {
            Thread.sleep(ACCEPT_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
            arrivals.add(Optional.of(new ShmConnectionRequest(fabric, channel, Rendezvous.receiveHello(channel))));
            if (closed.get()) {
                rejectArrivals();
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            FabricResources.closeQuietly(channel);
            LOG.warn("refused a peer on {}: {}", socket, e.getMessage());
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
        if (closed.get()) {
            return Optional.empty();
        }
        try {
            Optional<ConnectionRequest> arrival = arrivals.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (arrival == null) {
                return Optional.empty();
            }
            if (arrival.isEmpty()) {
                arrivals.add(arrival); // closed: for whoever else waits
            }
            return arrival;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            FabricResources.closeQuietly(server);
            MappedFile.delete(socket);
            rejectArrivals();
            fabric.resources().remove(this);
        }
    }

    /** Taken out one by one, since an accept under way may take some too; then ends that accept. */
    private void rejectArrivals() {
        for (Optional<ConnectionRequest> next = arrivals.poll(); next != null; next = arrivals.poll()) {
            next.ifPresent(request -> request.reject("the listener at " + socket + " has closed"));
        }
        arrivals.add(Optional.empty());
    }
}
