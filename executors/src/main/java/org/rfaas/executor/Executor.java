package org.rfaas.executor;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.rfaas.executor.pipe.ManagerCommand.Assign;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.ConnectionRequest;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.OpenResources;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.wire.IncomingSlot;
import org.rfaas.wire.OutgoingSlot;
import org.rfaas.wire.SlotLayout;
import org.rfaas.wire.WorkerHello;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one lease: accepts the client's connection to each worker and runs the workers until the client has disconnected
 * from all of them.
 */
final class Executor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Executor.class);

    private final Assign assignment;
    private final Fabric fabric;
    private final Listener listener;
    private final SlotLayout layout;
    private final DataMemory memory;
    private final ManagerPort manager;
    private final FunctionTable functions;
    private final AtomicReferenceArray<WorkerAgent> agents;
    private final CountDownLatch agentsLeft;

    /**
     * @param fabric stays the caller's
     */
    Executor(Assign assignment, Fabric fabric, ManagerPort manager) {
        this.manager = manager;
        this.functions = new FunctionTable(manager);
        this.assignment = assignment;
        this.fabric = fabric;
        this.layout = new SlotLayout(assignment.slots(), assignment.slotBytes());
        this.memory = new DataMemory(assignment.dataBytes());
        this.agents = new AtomicReferenceArray<>(assignment.workers());
        this.agentsLeft = new CountDownLatch(assignment.workers());
        this.listener = fabric.listen(assignment.listenAt());
    }

    FabricAddress address() {
        return listener.address();
    }

    /**
     * Accepts one connection a worker, then waits until all workers have ended.
     *
     * @param connectTimeout how long the client may take from one connection to the next
     * @return false when the client did not connect to every worker in time
     */
    boolean serve(Duration connectTimeout) throws InterruptedException {
        if (assignment.rules().deadlineNs() < Long.MAX_VALUE) {
            DeadlineWatch watch = new DeadlineWatch(
                    assignment.rules().deadlineNs(), assignment.workers(), agents::get, manager::fail);
            Thread.ofPlatform().name("deadlines").daemon().start(watch);
        }
        int connected = 0;
        while (connected < assignment.workers()) {
            Optional<ConnectionRequest> request = listener.accept(connectTimeout);
            if (request.isEmpty()) {
                return false;
            }
            if (admit(request.get())) {
                connected++;
            }
        }
        listener.close();
        agentsLeft.await();
        return true;
    }

    /** Workers answer {@code LEASE_ENDED} from now on. */
    void endLease() {
        for (int i = 0; i < agents.length(); i++) {
            WorkerAgent agent = agents.get(i);
            if (agent != null) {
                agent.endLease();
            }
        }
    }

    private boolean admit(ConnectionRequest request) {
        WorkerHello hello;
        try {
            hello = WorkerHello.decode(request.privateData());
        } catch (IllegalArgumentException e) {
            return refuse(request, String.valueOf(e.getMessage()));
        }
        if (!hello.token().equals(assignment.token())) {
            return refuse(request, "wrong token for lease " + assignment.lease());
        }
        if (hello.worker() >= agents.length() || agents.get(hello.worker()) != null) {
            return refuse(
                    request, "worker " + hello.worker() + " of " + agents.length() + " is taken or does not exist");
        }
        if (hello.results().bytes() < layout.regionBytes()) {
            return refuse(
                    request,
                    "result slots of " + hello.results().bytes() + " bytes where " + layout.regionBytes()
                            + " are due for " + layout.slots() + " slots");
        }
        OpenResources opened = new OpenResources();
        try {
            start(hello, request, opened);
            return true;
        } catch (RuntimeException e) {
            RuntimeException failure = opened.closeAfter(e);
            LOG.warn("connection to worker {} failed: {}", hello.worker(), failure.getMessage());
            LOG.debug("connection to worker {} failed", hello.worker(), failure);
            return false;
        }
    }

    private static boolean refuse(ConnectionRequest request, String reason) {
        LOG.warn("refused a client: {}", reason);
        request.reject(reason);
        return false;
    }

    private void start(WorkerHello hello, ConnectionRequest request, OpenResources opened) {
        MemoryRegion inputs;
        CompletionQueue completions;
        try {
            inputs = allocateSlots(opened, EnumSet.of(Access.REMOTE_WRITE, Access.REMOTE_READ));
            completions = opened.add(fabric.createCompletionQueue(layout.queuePairDepth()));
        } catch (RuntimeException e) {
            request.reject("worker " + hello.worker() + " cannot be set up: " + e.getMessage());
            throw e;
        }
        QueuePair queuePair = opened.add(request.accept(
                new QueuePairOptions(completions, layout.queuePairDepth(), 0),
                inputs.descriptor().toBytes()));
        RemoteRegion results = queuePair.attach(hello.results());
        if (!queuePair.isConnected()) { // the client came and went
            opened.close();
            agentsLeft.countDown();
            return;
        }
        MemoryRegion staging =
                results.pointer().isPresent() ? inputs : allocateSlots(opened, EnumSet.noneOf(Access.class));
        ResidentBuffers resident = opened.add(new ResidentBuffers(fabric, memory));
        WorkerSlot[] slots = new WorkerSlot[layout.slots()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new WorkerSlot(
                    new IncomingSlot(inputs, layout, i),
                    new OutgoingSlot(queuePair, staging, results, layout, i),
                    resident);
        }
        String name = "worker-" + hello.worker();
        WorkerAgent agent = new WorkerAgent(
                name,
                queuePair,
                completions,
                slots,
                layout,
                new FunctionRunner(functions, new SystemFunctions(functions, resident, assignment.rules())),
                assignment.hotTimeoutNs());
        agents.set(hello.worker(), agent);
        Thread.ofPlatform().name(name).daemon().start(() -> {
            try (opened;
                    queuePair) { // it goes before all the memory it uses
                if (!assignment.rules().cpus().isEmpty()) {
                    Affinity.pin(assignment.rules().cpus().get(hello.worker()));
                }
                agent.run();
            } catch (IllegalStateException e) {
                LOG.debug("{} ended because its memory was closed under it", name, e);
            } finally {
                agentsLeft.countDown();
            }
        });
    }

    /** Memory of one direction of one worker. */
    private MemoryRegion allocateSlots(OpenResources opened, Set<Access> access) {
        opened.add(memory.take(layout.regionBytes()));
        return opened.add(fabric.allocate(layout.regionBytes(), access));
    }

    @Override
    public void close() {
        listener.close();
        for (int i = 0; i < agents.length(); i++) {
            WorkerAgent agent = agents.get(i);
            if (agent != null) {
                agent.stop();
            }
        }
    }
}
