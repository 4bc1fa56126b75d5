package org.rfaas.fabric.verbs;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.rfaas.fabric.Access;
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
import org.rfaas.fabric.rdma.Hello;
import org.rfaas.fabric.rdma.QueuePairSize;
import org.rfaas.fabric.rdma.RdmaCompletionQueue;
import org.rfaas.fabric.rdma.RdmaLocation;
import org.rfaas.fabric.rdma.RdmaMemoryRegion;
import org.rfaas.fabric.rdma.RdmaQueuePair;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An opened verbs fabric: one device, its connection events, and everything made from it. */
final class VerbsFabric implements Fabric {
    private static final Logger LOG = LoggerFactory.getLogger(VerbsFabric.class);
    private static final FabricCapabilities CAPABILITIES =
            new FabricCapabilities(true, false, Hello.MAX_PRIVATE_DATA_BYTES);

    private final FabricResources resources = new FabricResources();
    private final Optional<InetAddress> source;
    private final CmChannel channel;
    private final VerbsDevice device;

    VerbsFabric(FabricSettings.Verbs settings) {
        InetAddress address = VerbsDevices.usableAddress(settings);
        this.source = RdmaLocation.configured(settings);
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

    FabricResources resources() {
        return resources;
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
        return RdmaMemoryRegion.allocate(
                resources,
                bytes,
                access,
                (memory, accessFlags) -> Registration.of(device.protectionDomain(), memory, accessFlags));
    }

    @Override
    public CompletionQueue createCompletionQueue(int depth) {
        return resources.during(() -> resources.add(new RdmaCompletionQueue(
                resources, new NativeCompletionQueue(device, RdmaCompletionQueue.entries(depth)))));
    }

    @Override
    public Listener listen(String location) {
        RdmaLocation where = location.isEmpty() ? new RdmaLocation(device.address(), 0) : RdmaLocation.parse(location);
        return resources.during(() -> resources.add(new VerbsListener(this, where)));
    }

    @Override
    public QueuePair connect(FabricAddress peer, QueuePairOptions options, byte[] privateData, Duration timeout) {
        if (!peer.provider().equals(VerbsFabricProvider.NAME)) {
            throw new FabricException("cannot connect to " + peer + " over verbs");
        }
        RdmaCompletionQueue.own(options.completions(), resources);
        Hello hello = Hello.of(options, privateData);
        return resources.during(() -> Connecting.connect(this, peer, options, hello, timeout));
    }

    /** Makes the queue pair of an identifier bound to the device; closing it destroys the identifier too. */
    RdmaQueuePair createQueuePair(CmId id, QueuePairOptions options) {
        NativeCompletionQueue completions = (NativeCompletionQueue)
                RdmaCompletionQueue.own(options.completions(), resources).device();
        NativeQueuePair made = NativeQueuePair.create(id, device, completions.segment(), QueuePairSize.of(options));
        RdmaQueuePair queuePair =
                resources.add(new RdmaQueuePair(resources, made, options, device.maxMessageBytes(), channel::soon));
        try {
            queuePair.start();
            return queuePair;
        } catch (FabricException e) {
            queuePair.close();
            throw e;
        }
    }

    /** First the waits of those who are connecting end, then queue pairs go, since they use everything else. */
    @Override
    public void close() {
        if (!resources.beginClose()) {
            return;
        }
        channel.interrupt();
        resources.awaitOperations();
        resources.closeQueuePairs();
        resources.closeOthers();
        device.close();
        channel.close();
    }
}
