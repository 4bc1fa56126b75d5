package org.rfaas.fabric.verbs;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.PendingRequests;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.rdma.DeviceCompletionQueue;
import org.rfaas.fabric.rdma.DeviceListener;
import org.rfaas.fabric.rdma.Hello;
import org.rfaas.fabric.rdma.RdmaDriver;
import org.rfaas.fabric.rdma.RdmaFabric;
import org.rfaas.fabric.rdma.RdmaLocation;
import org.rfaas.fabric.rdma.RdmaMemoryRegion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One device through libibverbs, and its connection events through librdmacm. */
final class VerbsDriver implements RdmaDriver {
    private static final Logger LOG = LoggerFactory.getLogger(VerbsDriver.class);

    private final Optional<InetAddress> source;
    private final CmChannel channel;
    private final VerbsDevice device;

    VerbsDriver(FabricSettings.Verbs settings) {
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

    @Override
    public InetAddress address() {
        return device.address();
    }

    @Override
    public int maxPartBytes() {
        return device.maxMessageBytes();
    }

    @Override
    public RdmaMemoryRegion.Registration register(MemorySegment memory, int accessFlags) {
        return Registration.of(device.protectionDomain(), memory, accessFlags);
    }

    @Override
    public DeviceCompletionQueue createCompletionQueue(int entries) {
        return new NativeCompletionQueue(device, entries);
    }

    @Override
    public DeviceListener listen(RdmaFabric fabric, RdmaLocation where, PendingRequests arrivals) {
        return new VerbsListener(this, fabric, where, arrivals);
    }

    @Override
    public QueuePair connect(
            RdmaFabric fabric, FabricAddress peer, QueuePairOptions options, Hello hello, Duration timeout) {
        return Connecting.connect(this, fabric, peer, options, hello, timeout);
    }

    @Override
    public void soon(Runnable task) {
        channel.soon(task);
    }

    @Override
    public void interrupt() {
        channel.interrupt();
    }

    @Override
    public void close() {
        device.close();
        channel.close();
    }
}
