package org.rfaas.fabric.rdma;

import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
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

/** An opened fabric over an RDMA device: the device, by way of its driver, and everything made from it. */
public final class RdmaFabric implements Fabric {
    private final String provider;
    private final FabricCapabilities capabilities;
    private final RdmaDriver driver;
    private final FabricResources resources = new FabricResources();

    /**
     * @param provider name of the provider
     * @param driver becomes this fabric's
     */
    public RdmaFabric(String provider, FabricCapabilities capabilities, RdmaDriver driver) {
        this.provider = provider;
        this.capabilities = capabilities;
        this.driver = driver;
    }

    @Override
    public String provider() {
        return provider;
    }

    @Override
    public FabricCapabilities capabilities() {
        return capabilities;
    }

    FabricResources resources() {
        return resources;
    }

    RdmaDriver driver() {
        return driver;
    }

    /**
     * Refuses work on a closed fabric.
     *
     * @throws FabricException when it is closed
     */
    public void requireOpen() {
        resources.requireOpen();
    }

    @Override
    public MemoryRegion allocate(long bytes, Set<Access> access) {
        return RdmaMemoryRegion.allocate(resources, bytes, access, driver);
    }

    @Override
    public CompletionQueue createCompletionQueue(int depth) {
        return resources.during(() -> resources.add(
                new RdmaCompletionQueue(resources, driver.createCompletionQueue(RdmaCompletionQueue.entries(depth)))));
    }

    @Override
    public Listener listen(String location) {
        RdmaLocation where = location.isEmpty() ? new RdmaLocation(driver.address(), 0) : RdmaLocation.parse(location);
        return resources.during(() -> resources.add(new RdmaListener(this, where)));
    }

    @Override
    public QueuePair connect(FabricAddress peer, QueuePairOptions options, byte[] privateData, Duration timeout) {
        if (!peer.provider().equals(provider)) {
            throw new FabricException("cannot connect to " + peer + " over " + provider);
        }
        Hello hello = introduction(options, privateData);
        return resources.during(() -> driver.connect(this, peer, options, hello, timeout));
    }

    /** What this side says of a queue pair it wants, with what the caller got wrong refused. */
    Hello introduction(QueuePairOptions options, byte[] privateData) {
        RdmaCompletionQueue.own(options.completions(), resources);
        return Hello.of(options, privateData);
    }

    /**
     * For drivers that connect: makes a queue pair of this fabric.
     *
     * @param device makes the device's, given its completion queue; closed with the queue pair
     */
    public RdmaQueuePair createQueuePair(
            QueuePairOptions options, Function<DeviceCompletionQueue, DeviceQueuePair> device) {
        RdmaCompletionQueue completions = RdmaCompletionQueue.own(options.completions(), resources);
        return resources.addStarted(
                new RdmaQueuePair(
                        resources, device.apply(completions.device()), options, driver.maxPartBytes(), driver::soon),
                RdmaQueuePair::start);
    }

    /** First the waits of those who are connecting end, then queue pairs go, since they use everything else. */
    @Override
    public void close() {
        if (!resources.beginClose()) {
            return;
        }
        driver.interrupt();
        resources.awaitOperations();
        resources.closeQueuePairs();
        resources.closeOthers();
        driver.close();
    }
}
