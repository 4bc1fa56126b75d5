package org.rfaas.executor;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;
import org.rfaas.executor.usage.WorkerMeter;
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
import org.rfaas.wire.ReturnedInput;
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
    private final IntFunction<WorkerMeter> meters;
    private final FunctionTable functions;
    private final List<WorkerPlace> places;
    private final DeadlineWatch deadlines;
    private volatile boolean leaseEnded;

    /**
     * @param fabric stays the caller's
     * @param listener where the client comes; closed when it has come, or with this
     * @param meters the counters of each worker
     */
    Executor(
            Assign assignment, Fabric fabric, Listener listener, ManagerPort manager, IntFunction<WorkerMeter> meters) {
        this.functions = new FunctionTable(manager, assignment.rules().deadlineNs());
        this.assignment = assignment;
        this.fabric = fabric;
        this.meters = meters;
        this.layout = assignment.layout();
        this.memory = new DataMemory(assignment.dataBytes());
        this.places = Stream.generate(() -> new WorkerPlace(fabric, layout, memory))
                .limit(assignment.workers())
                .toList();
        this.deadlines = new DeadlineWatch(places, manager::fail);
        this.listener = listener;
        Thread.ofPlatform().name("worker-places").daemon().start(this::preparePlaces);
    }

    FabricAddress address() {
        return listener.address();
    }

    /**
     * Accepts one connection a worker, then waits until all workers have ended. A client that goes before every worker has
     * one leaves its worker free for another.
     *
     * @return false when not every worker got a client in time
     */
    boolean serve() throws InterruptedException {
        deadlines.require(assignment.rules().deadlineNs());
        Duration connectTimeout = Duration.ofNanos(assignment.connectTimeoutNs());
        boolean complete = false;
        while (!complete) {
            Optional<ConnectionRequest> request = listener.accept(connectTimeout);
            if (request.isEmpty()) {
                return false;
            }
            // before it is answered: the client of the others waits for that, so none of them has come and gone
            boolean isLast = places.stream().filter(WorkerPlace::isTaken).count() == places.size() - 1;
            complete = admit(request.get()) && isLast;
        }
        listener.close();
        for (WorkerPlace place : places) {
            place.awaitEnd();
            place.close();
        }
        return true;
    }

    /** Beside the client's way here, from the first moment on: the pages of the slots take milliseconds. */
    private void preparePlaces() {
        try {
            places.forEach(WorkerPlace::inputs);
        } catch (RuntimeException e) {
            LOG.debug("the client will be told when it comes", e);
        }
    }

    /** Workers answer {@code LEASE_ENDED} from now on. */
    void endLease() {
        leaseEnded = true; // before the agents are asked for, as start looks here after it has given its agent a place
        forEachAgent(WorkerAgent::endLease);
    }

    private void forEachAgent(Consumer<WorkerAgent> action) {
        for (WorkerPlace place : places) {
            WorkerAgent agent = place.agent();
            if (agent != null) {
                action.accept(agent);
            }
        }
    }

    /** Whether it has got its connection, even if it has left by now. */
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
        if (hello.worker() >= places.size() || places.get(hello.worker()).isTaken()) {
            return refuse(request, "worker " + hello.worker() + " of " + places.size() + " is taken or does not exist");
        }
        long dueBytes = layout.clientRegionBytes(fabric.capabilities().remotePointers());
        if (hello.slots().bytes() < dueBytes) {
            return refuse(
                    request,
                    "a client's region of " + hello.slots().bytes() + " bytes where " + dueBytes + " are due for "
                            + layout.slots() + " slots");
        }
        OpenResources opened = new OpenResources();
        try {
            return start(hello, request, opened);
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

    private boolean start(WorkerHello hello, ConnectionRequest request, OpenResources opened) {
        WorkerPlace place = places.get(hello.worker());
        MemoryRegion inputs;
        CompletionQueue completions;
        try {
            inputs = place.inputs();
            completions = opened.add(fabric.createCompletionQueue(layout.queuePairDepth()));
        } catch (RuntimeException e) {
            request.reject("worker " + hello.worker() + " cannot be set up: " + e.getMessage());
            throw e;
        }
        QueuePair queuePair = opened.add(request.accept(
                new QueuePairOptions(completions, layout.queuePairDepth(), 0),
                inputs.descriptor().toBytes()));
        RemoteRegion client = queuePair.attach(hello.slots());
        if (!queuePair.isConnected()) {
            LOG.debug("the client of worker {} came and went", hello.worker());
            opened.close();
            return true;
        }
        MemoryRegion staging = client.pointer().isPresent() ? inputs : allocateStaging(opened);
        ResidentBuffers resident = opened.add(new ResidentBuffers(fabric, memory));
        WorkerSlot[] slots = new WorkerSlot[layout.slots()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new WorkerSlot(
                    new IncomingSlot(inputs, layout, i),
                    new ReturnedInput(queuePair, inputs, client, layout, i),
                    OutgoingSlot.ofWorker(queuePair, staging, client, layout, i),
                    resident);
        }
        String name = "worker-" + hello.worker();
        WorkerAgent agent = new WorkerAgent(
                name,
                queuePair,
                completions,
                slots,
                layout,
                new FunctionRunner(functions, new SystemFunctions(functions, resident, assignment.rules(), deadlines)),
                meters.apply(hello.worker()),
                assignment.hotTimeoutNs());
        place.serve(name, agent, () -> run(agent, hello.worker(), queuePair, opened));
        if (leaseEnded) {
            agent.endLease();
        }
        return true;
    }

    private void run(WorkerAgent agent, int worker, QueuePair queuePair, OpenResources opened) {
        try (opened;
                queuePair) { // it goes before all the memory it uses
            if (!assignment.cpus().isEmpty()) {
                Affinity.pin(assignment.cpus().get(worker));
            }
            agent.run();
        } catch (IllegalStateException e) {
            LOG.debug("worker {} ended because its memory was closed under it", worker, e);
        }
    }

    /** Memory to compose answers in, where the client's cannot be reached. */
    private MemoryRegion allocateStaging(OpenResources opened) {
        opened.add(memory.take(layout.regionBytes()));
        return opened.add(fabric.allocate(layout.regionBytes(), EnumSet.noneOf(Access.class)));
    }

    @Override
    public void close() {
        listener.close();
        deadlines.close();
        forEachAgent(WorkerAgent::stop);
    }
}
