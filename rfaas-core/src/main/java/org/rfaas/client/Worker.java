package org.rfaas.client;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.CompletionWaiter;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.OpenResources;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkOpcode;
import org.rfaas.function.FunctionCode;
import org.rfaas.function.FunctionKey;
import org.rfaas.wire.AllocatedBuffer;
import org.rfaas.wire.IncomingSlot;
import org.rfaas.wire.InstallRequest;
import org.rfaas.wire.OutgoingSlot;
import org.rfaas.wire.SlotLayout;
import org.rfaas.wire.WorkerHello;

/**
 * A leased worker: one remote thread with its own queue pair to us. Made by {@link ExecutorConnection}.
 *
 * <p>Threads: one at a time, except {@link #isConnected}. An invocation allocates nothing; installing and allocating may.
 */
public final class Worker implements AutoCloseable {
    /** Longest wait for a one-sided transfer. */
    private static final long TRANSFER_TIMEOUT_NS = Duration.ofSeconds(30).toNanos();

    /** After this long without an answer a waiting client sleeps instead of spinning. */
    private static final long SLEEP_AFTER_NS = 1_000_000;

    private final int index;
    private final SlotLayout layout;
    private final OpenResources opened;
    private final CompletionQueue completions;
    private final CompletionWaiter waiter;
    private final QueuePair queuePair;
    private final Slot[] slots;
    private final SystemFunctionCalls systemFunctions;
    private final LossReport loss;
    private final OneSidedTransfer transfer;
    private final Map<Installable, InstalledFunction> installed = new HashMap<>();
    private final WorkCompletion completion = new WorkCompletion();

    private long lastInvocationId;
    private int takenReceives;
    private boolean distrusted;
    private boolean closed;

    /** What tells functions apart. */
    private record Installable(FunctionKey key, String entry, long deadlineNs) {}

    private Worker(
            Fabric fabric,
            int index,
            SlotLayout layout,
            MemoryRegion own,
            CompletionQueue completions,
            QueuePair queuePair,
            OpenResources opened,
            long answerTimeoutNs,
            LossReport loss) {
        this.index = index;
        this.loss = loss;
        this.layout = layout;
        this.opened = opened;
        this.completions = completions;
        this.waiter = new CompletionWaiter(completions, SLEEP_AFTER_NS);
        this.queuePair = queuePair;
        for (int i = 0; i < layout.queuePairDepth(); i++) {
            queuePair.postReceive(i);
        }
        RemoteRegion inputs = queuePair.attach(inputsOf(queuePair, layout));
        if (fabric.capabilities().remotePointers() && inputs.pointer().isEmpty()) {
            throw new FabricException("the worker's slots are gone, most likely with the worker");
        }
        this.slots = new Slot[layout.slots()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot(
                    this, OutgoingSlot.ofClient(queuePair, own, inputs, layout, i), new IncomingSlot(own, layout, i));
        }
        this.systemFunctions = new SystemFunctionCalls(this, answerTimeoutNs);
        this.transfer = new OneSidedTransfer(fabric, queuePair, this::awaitTransfer);
    }

    /** @param timeout for connecting, and for each answer of a system function */
    static Worker connect(Fabric fabric, ExecutorEndpoint endpoint, int index, Duration timeout, LossReport loss) {
        SlotLayout layout = endpoint.slotLayout();
        OpenResources opened = new OpenResources();
        try {
            long bytes = layout.clientRegionBytes(fabric.capabilities().remotePointers());
            MemoryRegion own = opened.add(fabric.allocate(bytes, EnumSet.of(Access.REMOTE_WRITE, Access.REMOTE_READ)));
            CompletionQueue completions = opened.add(fabric.createCompletionQueue(layout.queuePairDepth()));
            QueuePair queuePair = opened.add(fabric.connect(
                    endpoint.address(),
                    new QueuePairOptions(completions, layout.queuePairDepth(), 0, List.of(own)),
                    new WorkerHello(endpoint.token(), index, own.descriptor()).encode(),
                    timeout));
            return new Worker(fabric, index, layout, own, completions, queuePair, opened, timeout.toNanos(), loss);
        } catch (RuntimeException | Error e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    private static RegionDescriptor inputsOf(QueuePair queuePair, SlotLayout layout) {
        RegionDescriptor inputs;
        try {
            inputs = RegionDescriptor.ofBytes(queuePair.peerPrivateData());
        } catch (IllegalArgumentException e) {
            throw new FabricException("the worker does not say where its slots are: " + e.getMessage(), e);
        }
        if (inputs.bytes() < layout.regionBytes()) {
            throw new FabricException(
                    "the worker's slots have " + inputs.bytes() + " bytes where " + layout.regionBytes() + " are due");
        }
        return inputs;
    }

    /** Number of this worker on its executor. */
    public int index() {
        return index;
    }

    public boolean isConnected() {
        return queuePair.isConnected();
    }

    /** How many invocations can be in flight. */
    public int slots() {
        return slots.length;
    }

    /** Payload capacity of a slot. */
    public int slotBytes() {
        return layout.slotBytes();
    }

    /**
     * One of the slots.
     *
     * @param slot 0 to {@code slots() - 1}
     */
    public Slot slot(int slot) {
        return slots[slot];
    }

    /**
     * Makes a function callable on this worker; ships its code only if the executor does not have it.
     *
     * @param function {@link org.rfaas.function.FunctionBundle} or {@link org.rfaas.function.NativeFunction}; several
     *     functions of a library ship it once
     * @throws FunctionRefusedException when the worker cannot use it
     * @throws RequestRefusedException when the lease's memory does not suffice for the code
     */
    public InstalledFunction install(FunctionCode function) {
        return install(function, InstallRequest.NO_DEADLINE);
    }

    /**
     * Like {@link #install(FunctionCode)}, for invocations that may not take as long as the lease permits. A function can be
     * installed with several deadlines; each is another {@link InstalledFunction}, and which of them is invoked decides.
     *
     * @param deadline how long an invocation may run before its executor is ended, which is an {@link ExecutorLostException}
     */
    public InstalledFunction install(FunctionCode function, Duration deadline) {
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("a deadline of " + deadline);
        }
        return install(function, deadline.toNanos());
    }

    private InstalledFunction install(FunctionCode function, long deadlineNs) {
        return installed.computeIfAbsent(
                new Installable(function.key(), function.entry(), deadlineNs),
                _ -> systemFunctions.install(function, deadlineNs));
    }

    /**
     * Allocates named memory on the worker that outlives invocations; functions see it as {@code resident(id)}.
     *
     * @throws RequestRefusedException when the lease's memory does not suffice
     * @throws FabricException when this side cannot reach it; then it is freed again
     */
    public ResidentBuffer allocate(long bytes) {
        AllocatedBuffer allocated = systemFunctions.allocate(bytes);
        try {
            return new ResidentBuffer(this, allocated.bufferId(), queuePair.attach(allocated.descriptor()));
        } catch (FabricException e) {
            free(allocated.bufferId(), e);
            throw e;
        }
    }

    private void free(int bufferId, FabricException failure) {
        try {
            systemFunctions.free(bufferId);
        } catch (InvocationException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Invokes in slot 0 and waits: copies {@code input} in and the output out.
     *
     * @return bytes of output
     * @throws IndexOutOfBoundsException when the output is longer than {@code output}
     * @throws IllegalStateException when an invocation is in flight in slot 0, as it is after a timeout
     */
    public int invoke(InstalledFunction function, MemorySegment input, MemorySegment output, Duration timeout) {
        Slot slot = slots[0];
        slot.requireFits(input.byteSize());
        slot.requireFree();
        MemorySegment.copy(input, ValueLayout.JAVA_BYTE, 0, slot.input(), ValueLayout.JAVA_BYTE, 0, input.byteSize());
        slot.submit(function, (int) input.byteSize());
        int bytes = slot.await(timeout.toNanos());
        MemorySegment.copy(slot.output(), ValueLayout.JAVA_BYTE, 0, output, ValueLayout.JAVA_BYTE, 0, bytes);
        return bytes;
    }

    long nextInvocationId() {
        return ++lastInvocationId;
    }

    /**
     * An invocation is under way: the wait for it starts anew, and receives are posted in place of those that results have
     * taken, which costs nobody time now; the queue pair is deeper than there are slots.
     */
    void submitted() {
        waiter.restart();
        for (; takenReceives > 0; takenReceives--) {
            queuePair.postReceive(0);
        }
    }

    OneSidedTransfer transfer() {
        return transfer;
    }

    SystemFunctionCalls systemFunctions() {
        return systemFunctions;
    }

    void requireConnected() {
        if (distrusted) {
            throw distrust();
        }
        if (!queuePair.isConnected()) {
            String why = closed
                    ? ": this side has disconnected"
                    : loss.await().map(text -> ": " + text).orElse("");
            throw new ExecutorLostException("the executor of worker " + index + " is gone" + why);
        }
    }

    /**
     * Disconnects from a worker that answers what no worker would: it cannot be trusted with the next answer.
     *
     * @return what to throw
     */
    ExecutorLostException distrust() {
        disconnectDistrusted();
        return new ExecutorLostException(
                "worker " + index + " gave an answer that makes no sense, and is disconnected; lease another executor");
    }

    private void disconnectDistrusted() {
        distrusted = true;
        queuePair.close();
    }

    /** Handles one completion, if there is one. */
    void progress() {
        if (completions.poll(completion)) {
            handleCompletion();
        }
    }

    /** Waits until the slot is done; false when the time is up or the worker is gone. */
    boolean awaitDone(Slot slot, long timeoutNs) {
        long startNs = System.nanoTime();
        long remainingNs = timeoutNs;
        while (remainingNs > 0 && awaitCompletion(remainingNs)) {
            handleCompletion();
            if (slot.done()) {
                return true;
            }
            remainingNs = timeoutNs - (System.nanoTime() - startNs);
        }
        return slot.done();
    }

    /** Of a connection that is over only what has come already is taken: once all of it is flushed, nothing comes any more. */
    private boolean awaitCompletion(long timeoutNs) {
        return queuePair.isConnected() ? waiter.await(completion, timeoutNs) : completions.poll(completion);
    }

    private void awaitTransfer() {
        waiter.restart();
        if (!awaitCompletion(TRANSFER_TIMEOUT_NS)) {
            requireConnected();
            throw new InvocationTimeoutException("a one-sided transfer to or from worker " + index
                    + " did not complete within " + TRANSFER_TIMEOUT_NS / 1_000_000
                    + " ms; see the log of its executor manager, and the network to its node");
        }
        handleCompletion();
        requireConnected();
    }

    /** A failed one changes nothing: the connection is over then, as {@link #isConnected} says. */
    private void handleCompletion() {
        if (!completion.isSuccess()) {
            return;
        }
        if (completion.opcode() != WorkOpcode.RECEIVE_IMMEDIATE) {
            transfer.completed();
            return;
        }
        int slot = completion.immediate();
        takenReceives++;
        if (slot < 0 || slot >= slots.length || !slots[slot].complete()) {
            disconnectDistrusted();
        }
    }

    /** Disconnects. Invocations in flight are lost. Idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        queuePair.close(); // before the transfer's memory, which it may still use
        try (opened) {
            transfer.close();
        }
    }
}
