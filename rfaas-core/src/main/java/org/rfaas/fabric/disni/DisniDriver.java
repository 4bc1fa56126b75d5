package org.rfaas.fabric.disni;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricResources;
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

/** One device through DiSNI, its connection events, and the TCP connections on which peers meet first. */
final class DisniDriver implements RdmaDriver {
    private final Set<Socket> rendezvous = ConcurrentHashMap.newKeySet();
    private final DisniEvents events;
    private final DisniDevice device;

    /**
     * @param address IP address of the device to use
     */
    DisniDriver(InetAddress address) {
        this.events = new DisniEvents();
        try {
            this.device = DisniDevice.open(events, address);
        } catch (FabricException e) {
            events.close();
            throw e;
        }
    }

    DisniDevice device() {
        return device;
    }

    DisniEvents events() {
        return events;
    }

    /**
     * A rendezvous under way, which the end of the fabric ends.
     *
     * @throws FabricException when the fabric is closed; then so is the socket
     */
    void addRendezvous(RdmaFabric fabric, Socket socket) {
        rendezvous.add(socket);
        try {
            fabric.requireOpen();
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
    public InetAddress address() {
        return device.address();
    }

    @Override
    public int maxPartBytes() {
        return DisniDevice.MAX_PART_BYTES;
    }

    @Override
    public RdmaMemoryRegion.Registration register(MemorySegment memory, int accessFlags) {
        return device.register(memory, accessFlags);
    }

    @Override
    public DeviceCompletionQueue createCompletionQueue(int entries) {
        return new DisniCompletionQueue(device, entries);
    }

    @Override
    public DeviceListener listen(RdmaFabric fabric, RdmaLocation where, PendingRequests arrivals) {
        return new DisniListener(this, fabric, where, arrivals);
    }

    @Override
    public QueuePair connect(
            RdmaFabric fabric, FabricAddress peer, QueuePairOptions options, Hello hello, Duration timeout) {
        return Connecting.connect(this, fabric, peer, options, hello, timeout);
    }

    @Override
    public void soon(Runnable task) {
        events.soon(task);
    }

    @Override
    public void interrupt() {
        rendezvous.forEach(FabricResources::closeQuietly);
        events.interrupt();
    }

    @Override
    public void close() {
        device.close();
        events.close();
    }
}
