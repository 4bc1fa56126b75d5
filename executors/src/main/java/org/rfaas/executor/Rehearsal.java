package org.rfaas.executor;

import java.time.Duration;
import org.rfaas.client.ExecutorConnection;
import org.rfaas.client.ExecutorEndpoint;
import org.rfaas.client.InstalledFunction;
import org.rfaas.client.Slot;
import org.rfaas.client.Worker;
import org.rfaas.executor.pipe.FunctionRules;
import org.rfaas.executor.pipe.ManagerCommand.Assign;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricProvider;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.Fabrics;
import org.rfaas.function.FunctionBundle;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.LeaseId;
import org.rfaas.wire.SlotLayout;

/**
 * Runs the way of a lease once, with this process as its own client: listen, connect, install, invoke. What is loaded and
 * linked then need not be when a lease arrives. Nothing of it is left afterwards but warm code.
 */
final class Rehearsal {
    private static final SlotLayout LAYOUT = new SlotLayout(1, 4096);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int INVOCATIONS = 200;
    private static final long HOT_TIMEOUT_NS = 50_000_000;
    private static final String LOOPBACK = "127.0.0.1";

    private Rehearsal() {}

    /**
     * @param fabric stays the caller's
     * @param manager hears nothing of it unless something fails
     * @throws org.rfaas.fabric.FabricException when this process cannot serve
     */
    static void run(Fabric fabric, ManagerPort manager) throws InterruptedException {
        AccessToken token = AccessToken.random();
        FabricProvider provider = Fabrics.provider(fabric.provider());
        Assign assignment = new Assign(
                new LeaseId(0),
                token,
                provider.name(),
                FabricSettings.DEFAULTS,
                provider.locationAt(LOOPBACK),
                1,
                LAYOUT.slots(),
                LAYOUT.slotBytes(),
                4 * LAYOUT.regionBytes() + FunctionBundle.MAX_BYTES,
                HOT_TIMEOUT_NS,
                FunctionRules.none());
        try (Executor executor = new Executor(assignment, fabric, manager)) {
            Thread client = Thread.ofPlatform().name("rehearsal").start(() -> invoke(fabric, executor, token));
            executor.serve(TIMEOUT);
            client.join();
        }
        System.gc(); // an idle executor keeps no garbage
    }

    private static void invoke(Fabric fabric, Executor executor, AccessToken token) {
        ExecutorEndpoint endpoint = new ExecutorEndpoint(executor.address(), token, 1, LAYOUT);
        try (ExecutorConnection connection = ExecutorConnection.connect(fabric, endpoint, TIMEOUT)) {
            Worker worker = connection.workers().getFirst();
            InstalledFunction function = worker.install(FunctionBundle.of(RehearsalFunction.class));
            Slot slot = worker.slot(0);
            for (int i = 0; i < INVOCATIONS; i++) {
                slot.submit(function, Long.BYTES);
                slot.await(TIMEOUT.toNanos());
            }
        }
    }
}
