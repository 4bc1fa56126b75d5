package org.rfaas.executor.process;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import org.rfaas.client.ExecutorConnection;
import org.rfaas.client.ExecutorEndpoint;
import org.rfaas.client.InstalledFunction;
import org.rfaas.client.InvocationException;
import org.rfaas.client.ResidentBuffer;
import org.rfaas.client.Slot;
import org.rfaas.client.Worker;
import org.rfaas.executor.manager.ExecutorStartException;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;
import org.rfaas.executor.pipe.FunctionRules;
import org.rfaas.executor.sandbox.ProcessCores;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricProvider;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.Fabrics;
import org.rfaas.function.FunctionBundle;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.LeaseId;
import org.rfaas.wire.SlotLayout;

/**
 * Warms an executor by being its client: the very way of a lease, from the assignment on its pipe over the connection to the
 * results, so what a lease needs is loaded, linked and partly compiled. Some times over: what runs once is only loaded.
 */
final class WarmUpClient {
    private static final int TIMES = 4;
    private static final int INVOCATIONS = 200;
    private static final SlotLayout LAYOUT = new SlotLayout(1, 1 << 16);
    private static final long DATA_BYTES = 8 * LAYOUT.regionBytes();
    private static final long HOT_TIMEOUT_NS = 50_000_000;
    /** Workers may be pinned, which is part of it. */
    private static final List<Integer> ANY_CORE =
            ProcessCores.allowed().stream().limit(1).toList();

    private static final String LOOPBACK = "127.0.0.1";

    private final ExecutorProcess executor;
    private final FabricProvider provider;
    private final Duration timeout;

    private WarmUpClient(ExecutorProcess executor, FabricProvider provider, Duration timeout) {
        this.executor = executor;
        this.provider = provider;
        this.timeout = timeout;
    }

    /**
     * Runs it.
     *
     * @param fabric provider that the executor serves with
     * @param timeout for each step
     * @throws ExecutorStartException when the executor cannot serve; nothing is left of it then
     */
    static void run(ExecutorProcess executor, String fabric, Duration timeout) throws ExecutorStartException {
        new WarmUpClient(executor, Fabrics.provider(fabric), timeout).run();
    }

    private void run() throws ExecutorStartException {
        try (Fabric clients = Fabrics.open(provider.name())) {
            for (int i = 0; i < TIMES; i++) {
                AccessToken token = AccessToken.random();
                executor.warmUp(assignment(token), i == TIMES - 1, address -> invoke(clients, address, token), timeout);
            }
        } catch (FabricException | InvocationException e) {
            executor.kill();
            throw new ExecutorStartException(
                    "its warm-up failed: " + e.getMessage() + "; "
                            + executor.exit().join().text(),
                    e);
        }
    }

    private Assign assignment(AccessToken token) {
        return new Assign(
                new LeaseId(0),
                token,
                provider.name(),
                FabricSettings.DEFAULTS,
                provider.locationAt(LOOPBACK),
                1,
                ANY_CORE,
                LAYOUT,
                DATA_BYTES,
                HOT_TIMEOUT_NS,
                timeout.toNanos(),
                new FunctionRules(Integer.MAX_VALUE, false, timeout.toNanos()));
    }

    private void invoke(Fabric clients, FabricAddress address, AccessToken token) {
        ExecutorEndpoint endpoint = new ExecutorEndpoint(address, token, 1, LAYOUT);
        try (ExecutorConnection connection = ExecutorConnection.connect(clients, endpoint, timeout)) {
            Worker worker = connection.workers().getFirst();
            InstalledFunction function = worker.install(FunctionBundle.of(WarmUpFunction.class));
            try (ResidentBuffer buffer = worker.allocate(Long.BYTES)) {
                buffer.write(0, MemorySegment.ofArray(new byte[Long.BYTES]));
            }
            Slot slot = worker.slot(0);
            for (int i = 0; i < INVOCATIONS; i++) {
                slot.submit(function, Long.BYTES);
                slot.await(timeout.toNanos());
            }
        }
    }
}
