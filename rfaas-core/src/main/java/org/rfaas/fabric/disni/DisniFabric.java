package org.rfaas.fabric.disni;

import com.ibm.disni.verbs.IbvQP;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricCapabilities;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricResources;
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

/** An opened disni fabric: one device, its connection events, and everything made from it. */
final class DisniFabric implements Fabric {
    /** DiSNI's serialiser does not write the fields of atomics. */
    private static final FabricCapabilities CAPABILITIES =
            new FabricCapabilities(false, false, Hello.MAX_PRIVATE_DATA_BYTES);

    private final FabricResources resources = new FabricResources();
    private final Set<Socket> rendezvous = ConcurrentHashMap.newKeySet();
    private final DisniEvents events;
    private final DisniDevice device;

    /**
     * @param address IP address of the device to use
     */
    DisniFabric(InetAddress address) {
        this.events = new DisniEvents();
        try {
            this.device = DisniDevice.open(events, address);
        } catch (FabricException e) {
            events.close();
            throw e;
        }
    }

    @Override
    public String provider() {
        return DisniFabricProvider.NAME;
    }

    @Override
    public FabricCapabilities capabilities() {
        return CAPABILITIES;
    }

    FabricResources resources() {
        return resources;
    }

    DisniDevice device() {
        return device;
    }

    DisniEvents events() {
        return events;
    }

    /** A rendezvous under way, which the end of the fabric ends. */
    void addRendezvous(Socket socket) {
        rendezvous.add(socket);
        try {
            resources.requireOpen();
        } catch (FabricException e) {
            rendezvous.remove(socket);
            FabricResources.closeQuietly(socket);
            throw e;
        }
    }

    void removeRendezvous(Socket socket) {
        rendezvous.remove(socket);
    }

    @Override
    public MemoryRegion allocate(long bytes, Set<Access> access) {
        return RdmaMemoryRegion.allocate(resources, bytes, access, device::register);
    }

    @Override
    public CompletionQueue createCompletionQueue(int depth) {
        return resources.during(() -> resources.add(new RdmaCompletionQueue(
                resources, new DisniCompletionQueue(device, RdmaCompletionQueue.entries(depth)))));
    }

    @Override
    public Listener listen(String location) {
        RdmaLocation where = location.isEmpty() ? new RdmaLocation(device.address(), 0) : RdmaLocation.parse(location);
        return resources.during(() -> resources.add(new DisniListener(this, where)));
    }

    @Override
    public QueuePair connect(FabricAddress peer, QueuePairOptions options, byte[] privateData, Duration timeout) {
        if (!peer.provider().equals(DisniFabricProvider.NAME)) {
            throw new FabricException("cannot connect to " + peer + " over disni");
        }
        RdmaCompletionQueue.own(options.completions(), resources);
        Hello hello = Hello.of(options, privateData);
        return resources.during(() -> Connecting.connect(this, peer, options, hello, timeout));
    }

    /** Makes the queue pair of an identifier bound to the device; closing it destroys the identifier too. */
    RdmaQueuePair createQueuePair(DisniId id, QueuePairOptions options) {
        DisniCompletionQueue completions = (DisniCompletionQueue)
                RdmaCompletionQueue.own(options.completions(), resources).device();
        IbvQP made = id.createQueuePair(device, completions, QueuePairSize.of(options));
        RdmaQueuePair queuePair = resources.add(new RdmaQueuePair(
                resources, new DisniQueuePair(id, made), options, DisniDevice.MAX_PART_BYTES, events::soon));
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
        rendezvous.forEach(FabricResources::closeQuietly);
        events.interrupt();
        resources.awaitOperations();
        resources.closeQueuePairs();
        resources.closeOthers();
        device.close();
        events.close();
    }
}
