package org.rfaas.fabric.verbs;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricCapabilities;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An opened verbs fabric: one device, its connection events, and everything made from it. */
final class VerbsFabric implements Fabric {
    static final Logger LOG = LoggerFactory.getLogger(VerbsFabric.class);
    private static final FabricCapabilities CAPABILITIES =
            new FabricCapabilities(true, false, Hello.MAX_PRIVATE_DATA_BYTES);

    private final Optional<InetAddress> source;
    private final CmChannel channel;
    private final VerbsDevice device;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private boolean closed;

    VerbsFabric(FabricSettings.Verbs settings) {
        InetAddress address = VerbsDevices.usableAddress(settings);
        this.source = VerbsDevices.configuredAddress(settings);
        this.channel = new CmChannel();
        try {
            this.device = VerbsDevice.open(channel, address);
        } catch (FabricException e) {
            channel.close();
            throw e;
        }
        LOG.debug("using RDMA device {} at {}", device.name(), address.getHostAddress());
    }

    @Override
    public String provider() {
        return VerbsFabricProvider.NAME;
    }

    @Override
    public FabricCapabilities capabilities() {
        return CAPABILITIES;
    }

    VerbsDevice device() {
        return device;
    }

    /** Where connections start from, if configured; else the way to the peer decides. */
    Optional<InetAddress> source() {
        return source;
    }

    CmChannel channel() {
        return channel;
    }

    /** Has the channel's thread do something. */
    void soon(Runnable task) {
        channel.soon(task);
    }

    @Override
    public MemoryRegion allocate(long bytes, Set<Access> access) {
        if (bytes < 1) {
            throw new FabricException("cannot allocate a region of " + bytes + " bytes");
        }
        requireOpen();
        return remember(new VerbsMemoryRegion(this, device.protectionDomain(), bytes, access));
    }

    @Override
    public CompletionQueue createCompletionQueue(int depth) {
        requireOpen();
        return remember(new VerbsCompletionQueue(this, device, depth));
    }

    @Override
    public Listener listen(String location) {
        requireOpen();
        VerbsAddress address =
                location.isEmpty() ? new VerbsAddress(device.address(), 0) : VerbsAddress.parse(location);
        return remember(new VerbsListener(this, address));
    }

    @Override
    public QueuePair connect(FabricAddress peer, QueuePairOptions options, byte[] privateData, Duration timeout) {
        if (!peer.provider().equals(VerbsFabricProvider.NAME)) {
            throw new FabricException("cannot connect to " + peer + " over verbs");
        }
        VerbsCompletionQueue completions = own(options.completions());
        Hello hello = Hello.of(options, privateData);
        requireOpen();
        return Connecting.connect(this, peer, completions, options, hello, timeout);
    }

    /** Makes the queue pair of an identifier bound to the device; on failure the identifier is left as it is. */
    VerbsQueuePair createQueuePair(CmId id, VerbsCompletionQueue completions, QueuePairOptions options) {
        requireOpen();
        VerbsQueuePair queuePair = remember(new VerbsQueuePair(this, device, id, completions, options));
        try {
            queuePair.start();
            return queuePair;
        } catch (FabricException e) {
            queuePair.close();
            throw e;
        }
    }

    VerbsCompletionQueue own(CompletionQueue completions) {
        if (completions instanceof VerbsCompletionQueue verbs && verbs.belongsTo(this)) {
            return verbs;
        }
        throw new IllegalArgumentException("the completion queue belongs to another fabric");
    }

    private void requireOpen() {
        synchronized (open) {
            if (closed) {
                throw new FabricException("the fabric is closed");
            }
        }
    }

    private <T extends AutoCloseable> T remember(T made) {
        synchronized (open) {
            if (!closed) {
                open.push(made);
                return made;
            }
        }
        closeQuietly(made);
        throw new FabricException("the fabric is closed");
    }

    void forget(AutoCloseable made) {
        synchronized (open) {
            open.remove(made);
        }
    }

    @Override
    public void close() {
        List<AutoCloseable> left;
        synchronized (open) {
            if (closed) {
                return;
            }
            closed = true;
            left = new ArrayList<>(open);
        }
        // queue pairs first: they use completion queues and regions
        left.stream().filter(VerbsQueuePair.class::isInstance).forEach(VerbsFabric::closeQuietly);
        left.stream().filter(made -> !(made instanceof VerbsQueuePair)).forEach(VerbsFabric::closeQuietly);
        device.close();
        channel.close();
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.debug("closing {} failed", resource, e);
        }
    }
}
