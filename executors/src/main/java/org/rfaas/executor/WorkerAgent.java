package org.rfaas.executor;

import org.rfaas.executor.usage.WorkerMeter;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.CompletionWaiter;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkOpcode;
import org.rfaas.wire.InvocationStatus;
import org.rfaas.wire.SlotLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of one worker: takes immediates, runs functions, pushes results. Polls hot until it has been idle for the hot
 * timeout, then sleeps in the kernel until the client's next write wakes it.
 *
 * <p>Threads: {@link #run} on the worker's own thread; {@link #endLease} and {@link #stop} from any. A hot invocation
 * allocates nothing here.
 */
final class WorkerAgent implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerAgent.class);

    /** How often an idle worker looks whether it was stopped; stopping wakes it, so this is a net under a net. */
    private static final long IDLE_CHECK_NS = 1_000_000_000;

    /** How often a worker that polls puts down that it does. */
    private static final long HOT_CHECK_NS = 10_000_000;

    private final String name;
    private final QueuePair queuePair;
    private final CompletionQueue completions;
    private final CompletionWaiter waiter;
    private final WorkerSlot[] slots;
    private final FunctionRunner functions;
    private final WorkerMeter meter;
    private final WorkCompletion completion = new WorkCompletion();
    private final WorkCompletion meanwhile = new WorkCompletion();
    private final DeferredSlots deferred;

    private final RunMark mark = new RunMark();

    /** When what runs began; what it takes to push an answer is on nobody's bill. */
    private long begunNs;

    private volatile boolean leaseEnded;
    private volatile boolean stopped;

    WorkerAgent(
            String name,
            QueuePair queuePair,
            CompletionQueue completions,
            WorkerSlot[] slots,
            SlotLayout layout,
            FunctionRunner functions,
            WorkerMeter meter,
            long hotTimeoutNs) {
        this.name = name;
        this.queuePair = queuePair;
        this.completions = completions;
        this.waiter = new CompletionWaiter(completions, hotTimeoutNs);
        this.slots = slots;
        this.deferred = new DeferredSlots(slots.length);
        this.functions = functions;
        this.meter = meter;
        for (int i = 0; i < layout.queuePairDepth(); i++) {
            queuePair.postReceive(i);
        }
    }

    /** Serves until the client disconnects or {@link #stop}. */
    @Override
    public void run() {
        long patienceNs = HOT_CHECK_NS;
        while (!stopped && queuePair.isConnected()) {
            long sleptNs = waiter.sleptNs();
            boolean came = waiter.await(completion, patienceNs);
            sleptNs = waiter.sleptNs() - sleptNs;
            long nowNs = System.nanoTime();
            meter.polled(nowNs - waiter.waitedSinceNs(nowNs) - sleptNs);
            begunNs = nowNs;
            if (came && !serve()) {
                break;
            }
            patienceNs = came || sleptNs == 0 ? HOT_CHECK_NS : IDLE_CHECK_NS;
        }
        LOG.debug("{} ends", name);
    }

    /** From now on invocations are answered {@code LEASE_ENDED}; the one that runs finishes. */
    void endLease() {
        leaseEnded = true;
    }

    /** What runs, as {@link RunMark} has it. Any thread. */
    long currentRun() {
        return mark.current();
    }

    /** How long a run may take. Any thread. */
    long deadlineNs(long run) {
        return functions.deadlineNs(RunMark.code(run));
    }

    /** What a run is of. Any thread. */
    String describe(long run) {
        return functions.describe(RunMark.code(run)) + " on " + name;
    }

    void stop() {
        stopped = true;
        completions.wakeUp();
    }

    /** Handles one completion; false when the connection is over. */
    private boolean serve() {
        if (!completion.isSuccess()) {
            return false;
        }
        if (completion.opcode() != WorkOpcode.RECEIVE_IMMEDIATE) {
            return true;
        }
        boolean served = serve(completion.immediate());
        while (served && !deferred.isEmpty()) {
            begunNs = System.nanoTime();
            served = serve(deferred.take());
        }
        return served;
    }

    private boolean serve(int index) {
        if (index < 0 || index >= slots.length) {
            LOG.warn("{}: client named slot {} of {}; disconnecting", name, index, slots.length);
            return false;
        }
        WorkerSlot slot = slots[index];
        slot.read();
        if (leaseEnded) {
            slot.answer(InvocationStatus.LEASE_ENDED.code(), 0);
        } else {
            mark.begin(slot.code());
            functions.run(slot);
            mark.end();
            bill(slot); // before the answer: what a client has an answer to is on the bill
        }
        boolean pushed = push(slot);
        queuePair.postReceive(0); // after the answer is on its way; the queue pair is deeper than there are slots
        return pushed;
    }

    private void bill(WorkerSlot slot) {
        long nowNs = System.nanoTime();
        if (slot.code() >= 0) {
            meter.invoked(nowNs - begunNs, slot.movedBytes());
        } else {
            meter.ran(nowNs - begunNs);
        }
    }

    private boolean push(WorkerSlot slot) {
        while (slot.push() == PostResult.WOULD_BLOCK) {
            if (!queuePair.isConnected()) {
                return false;
            }
            // some fabrics have room again only when completions are taken
            if (!completions.poll(meanwhile)) {
                Thread.onSpinWait();
            } else if (!defer(meanwhile)) {
                return false;
            }
        }
        return true;
    }

    /** Keeps for later what came while a push waited for room; false when the connection is over. */
    private boolean defer(WorkCompletion came) {
        return came.isSuccess() && (came.opcode() != WorkOpcode.RECEIVE_IMMEDIATE || deferred.add(came.immediate()));
    }
}
