package org.rfaas.fabric.rdma;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.time.Duration;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.PendingRequests;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;

/**
 * An open RDMA device and its connection manager, as a provider reaches them: what differs between the libraries that one
 * device can be driven by. Any thread.
 */
public interface RdmaDriver {
    /** IP address of the device, where listeners are if nothing else is said. */
    InetAddress address();

    /** Longest one-sided transfer of one work request. */
    int maxPartBytes();

    /**
     * Registers memory.
     *
     * @param accessFlags of {@code enum ibv_access_flags}
     * @throws org.rfaas.fabric.FabricException when the device refuses; with {@link Libc#ENOMEM} when it may not lock so
     *     much memory
     */
    RdmaMemoryRegion.Registration register(MemorySegment memory, int accessFlags);

    /** Makes a completion queue with room for so many entries. */
    DeviceCompletionQueue createCompletionQueue(int entries);

    /**
     * Begins to listen.
     *
     * @param where with port 0 for a free one
     * @param arrivals where peers that have introduced themselves go
     */
    DeviceListener listen(RdmaFabric fabric, RdmaLocation where, PendingRequests arrivals);

    /** As {@link org.rfaas.fabric.Fabric#connect}, which has checked the arguments. */
    QueuePair connect(RdmaFabric fabric, FabricAddress peer, QueuePairOptions options, Hello hello, Duration timeout);

    /** Runs a task in another thread, soon. */
    void soon(Runnable task);

    /** Ends the waits of connects and accepts, now and from now on. */
    void interrupt();

    /** After everything made here has been closed. */
    void close();
}
