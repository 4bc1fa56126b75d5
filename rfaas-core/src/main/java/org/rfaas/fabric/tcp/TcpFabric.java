package org.rfaas.fabric.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Future;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.Cause;
import org.rfaas.fabric.ChannelDeadline;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricCapabilities;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricResources;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An opened tcp fabric: its progress thread, its regions, and everything made from it. */
final class TcpFabric implements Fabric {
    static final Logger LOG = LoggerFactory.getLogger(TcpFabric.class);
    private static final FabricCapabilities CAPABILITIES =
            new FabricCapabilities(true, false, Handshake.MAX_PRIVATE_DATA_BYTES);

    private final FabricSettings.Tcp options;
    private final RegionTable regions = new RegionTable();
    private final ProgressThread progress;
    private final FabricResources resources = new FabricResources();

    TcpFabric(FabricSettings.Tcp options) {
        this.options = options;
        this.progress = new ProgressThread(options.heartbeatInterval(), options.heartbeatTimeout());
        this.progress.start();
    }

    ProgressThread progress() {
        return progress;
    }

    RegionTable regions() {
        return regions;
    }

    @Override
    public String provider() {
        return TcpFabricProvider.NAME;
    }

    @Override
    public FabricCapabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public MemoryRegion allocate(long bytes, Set<Access> access) {
        if (bytes < 1) {
            throw new FabricException("cannot allocate a region of " + bytes + " bytes");
        }
        resources.requireOpen();
        TcpMemoryRegion region = new TcpMemoryRegion(this, bytes, access);
        regions.add(region);
        return resources.add(region);
    }

    /** Returns when no connection touches the region any more, nor will. */
    void withdraw(TcpMemoryRegion region) {
        regions.remove(region);
        progress.withdraw(region);
        resources.remove(region);
    }

    @Override
    public CompletionQueue createCompletionQueue(int depth) {
        return resources.add(new TcpCompletionQueue(this));
    }

    @Override
    public Listener listen(String location) {
        resources.requireOpen();
        String where = location.isEmpty() ? new TcpLocation(options.bind(), 0).toString() : location;
        TcpListener listener = resources.add(new TcpListener(this, where));
        listener.start();
        return listener;
    }

    @Override
    public QueuePair connect(FabricAddress peer, QueuePairOptions wanted, byte[] privateData, Duration timeout) {
        CAPABILITIES.requirePrivateData(provider(), privateData);
        if (!peer.provider().equals(TcpFabricProvider.NAME)) {
            throw new FabricException("cannot connect to " + peer + " over tcp");
        }
        TcpCompletionQueue completions = own(wanted.completions());
        resources.requireOpen();
        SocketChannel channel = openChannel();
        Future<?> deadline = ChannelDeadline.closeAfter(channel, timeout);
        try {
            InetSocketAddress address = TcpLocation.parse(peer.location()).remote();
            configure(channel);
            channel.connect(address);
            Handshake.send(
                    channel, new Handshake.Hello(wanted.depth(), wanted.maxMessageBytes(), heartbeatMs(), privateData));
            return switch (Handshake.receiveAnswer(channel)) {
                case Handshake.Answer.Rejected rejected ->
                    throw new FabricException(peer + " rejected the connection: " + rejected.reason());
                case Handshake.Answer.Accepted accepted -> {
                    requireHeartbeat(accepted.heartbeatMs());
                    yield start(new Handshake.Established(
                            channel,
                            TcpLocation.of(address).toString(),
                            completions,
                            accepted.privateData(),
                            wanted.depth(),
                            wanted.maxMessageBytes()));
                }
            };
        } catch (IOException | UnresolvedAddressException | UnsupportedAddressTypeException e) {
            FabricResources.closeQuietly(channel);
            String cause = deadline.isDone() ? "no answer within " + timeout.toMillis() + " ms" : causeOf(e);
            throw new FabricException("cannot connect to " + peer + ": " + cause, e);
        } catch (IllegalArgumentException e) {
            FabricResources.closeQuietly(channel);
            throw new FabricException("cannot connect to " + peer + ": " + e.getMessage(), e);
        } catch (FabricException | OutOfMemoryError e) {
            FabricResources.closeQuietly(channel);
            throw e;
        } finally {
            deadline.cancel(false);
        }
    }

    private static String causeOf(Exception e) {
        return e instanceof UnsupportedAddressTypeException
                ? "this machine does not speak the address family"
                : Cause.of(e);
    }

    QueuePair accept(
            SocketChannel channel, String peer, Handshake.Hello hello, QueuePairOptions wanted, byte[] privateData) {
        try {
            CAPABILITIES.requirePrivateData(provider(), privateData);
            wanted.requireSame(hello.depth(), hello.maxMessageBytes());
            requireHeartbeat(hello.heartbeatMs());
            TcpCompletionQueue completions = own(wanted.completions());
            Handshake.send(channel, new Handshake.Answer.Accepted(heartbeatMs(), privateData));
            return start(new Handshake.Established(
                    channel, peer, completions, hello.privateData(), wanted.depth(), wanted.maxMessageBytes()));
        } catch (IOException | FabricException e) {
            TcpConnectionRequest.reject(channel, Cause.of(e));
            throw new FabricException("cannot accept a connection from " + peer + ": " + Cause.of(e), e);
        } catch (IllegalArgumentException | OutOfMemoryError e) {
            TcpConnectionRequest.reject(channel, "the accepting side failed");
            throw e;
        }
    }

    private QueuePair start(Handshake.Established established) throws IOException {
        established.channel().configureBlocking(false);
        return resources.during(() -> resources.addStarted(new TcpQueuePair(this, established), TcpQueuePair::start));
    }

    /** Frames are whole messages: waiting to fill a segment would only delay them. */
    void configure(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (options.socketBufferBytes() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, options.socketBufferBytes());
            channel.setOption(StandardSocketOptions.SO_RCVBUF, options.socketBufferBytes());
        }
    }

    private int heartbeatMs() {
        return Math.toIntExact(options.heartbeatInterval().toMillis());
    }

    private void requireHeartbeat(int theirsMs) {
        long timeoutMs = options.heartbeatTimeout().toMillis();
        if (theirsMs < 1 || 2L * theirsMs > timeoutMs) {
            throw new FabricException("peer has a heartbeat interval of " + theirsMs + " ms, this side a timeout of "
                    + timeoutMs + " ms, which must be at least twice that; see fabric.tcp.heartbeat-interval and"
                    + " fabric.tcp.heartbeat-timeout");
        }
    }

    private TcpCompletionQueue own(CompletionQueue completions) {
        if (completions instanceof TcpCompletionQueue tcp && tcp.belongsTo(this)) {
            return tcp;
        }
        throw new IllegalArgumentException("the completion queue belongs to another fabric");
    }

    private static SocketChannel openChannel() {
        try {
            return SocketChannel.open();
        } catch (IOException e) {
            throw new FabricException("cannot open a socket: " + e.getMessage(), e);
        }
    }

    FabricResources resources() {
        return resources;
    }

    @Override
    public void close() {
        if (resources.beginClose()) {
            resources.awaitOperations(); // no queue pair is left half started, which nobody would end
            resources.closeQueuePairs();
            progress.stop(); // what was posted goes out before the memory it is in goes away
            resources.closeOthers();
        }
    }
}
