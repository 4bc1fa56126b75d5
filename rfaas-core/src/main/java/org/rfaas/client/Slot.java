package org.rfaas.client;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import org.rfaas.fabric.PostResult;
import org.rfaas.function.CodeProblem;
import org.rfaas.wire.FailureText;
import org.rfaas.wire.IncomingSlot;
import org.rfaas.wire.InvocationStatus;
import org.rfaas.wire.OutgoingSlot;

/**
 * One place for an invocation in flight on a worker. Compose the input in {@link #input}, {@link #submit}, do something
 * else, {@link #await}, read the result in {@link #output}. Where the fabric permits, both segments are the memory the
 * function works on, so nothing is copied at all.
 *
 * <p>Threads: the worker's one thread. Allocates nothing. Cost of {@code submit}: the header, one write-with-immediate.
 */
public final class Slot {
    private static final long NONE = 0;

    private final Worker worker;
    private final int capacity;
    private final OutgoingSlot request;
    private final IncomingSlot result;

    private long pendingId = NONE;
    private boolean done;
    private int resultCode;
    private int resultBytes;

    Slot(Worker worker, OutgoingSlot request, IncomingSlot result) {
        this.worker = worker;
        this.request = request;
        this.result = result;
        this.capacity = (int) request.payload().byteSize();
    }

    /**
     * Where to put the input: {@link Worker#slotBytes} bytes, 64-byte aligned. Not to be touched while in flight. After {@link
     * #await} the part that the function returned is as the function left it; what it changed beyond that, or before it failed,
     * may be changed here, too.
     */
    public MemorySegment input() {
        return request.payload();
    }

    /** Where the output is after {@link #await}, until the next submit. */
    public MemorySegment output() {
        return result.payload();
    }

    /** Whether an invocation was submitted whose result has not been taken by {@link #await}. */
    public boolean isInFlight() {
        return pendingId != NONE;
    }

    /**
     * Starts an invocation with the first {@code inputBytes} bytes of {@link #input}.
     *
     * @throws PayloadTooLargeException when that is more than a slot holds
     * @throws ExecutorLostException when the worker is gone
     * @throws IllegalStateException when the slot is in flight
     */
    public void submit(InstalledFunction function, int inputBytes) {
        submit(function.index(), inputBytes);
    }

    void submit(int code, int inputBytes) {
        requireFits(inputBytes);
        requireFree();
        long id = worker.nextInvocationId();
        done = false;
        pendingId = id;
        while (request.push(id, code, inputBytes) == PostResult.WOULD_BLOCK) {
            worker.progress();
            worker.requireConnected();
            Thread.onSpinWait();
        }
        worker.submitted();
    }

    /**
     * Before an input is composed.
     *
     * @throws IllegalStateException when the slot is in flight
     */
    void requireFree() {
        if (pendingId != NONE) {
            throw new IllegalStateException("invocation " + pendingId
                    + " is still in flight in this slot; await it, or disconnect from the executor to give it up");
        }
    }

    /**
     * Before an input is composed.
     *
     * @throws PayloadTooLargeException when it is more than a slot holds
     */
    void requireFits(long inputBytes) {
        if (inputBytes < 0 || inputBytes > capacity) {
            throw new PayloadTooLargeException("input of " + inputBytes + " bytes; a slot of this worker holds "
                    + capacity + ": raise executor.slot-bytes or send less");
        }
    }

    /** Whether {@link #await} would return or fail at once. Polls the fabric; never blocks. */
    public boolean isDone() {
        if (!done) {
            worker.progress();
        }
        return done || !worker.isConnected();
    }

    /**
     * Waits for the result: spins, then yields, then sleeps.
     *
     * @param timeoutNs longest wait in nanoseconds
     * @return bytes of output
     * @throws InvocationException one of its kinds; after {@link InvocationTimeoutException} the slot is still in flight
     * @throws IllegalStateException when nothing was submitted
     */
    public int await(long timeoutNs) {
        if (awaitCode(timeoutNs) == InvocationStatus.OK.code()) {
            return resultBytes;
        }
        throw failure();
    }

    /**
     * Waits until {@link #await} would return at once: spins, then yields, then sleeps. Waits in a row count as one, so that
     * many short ones sleep too.
     *
     * @return false when the time is up or the worker is gone
     */
    public boolean awaitDone(long timeoutNs) {
        return done || worker.awaitDone(this, timeoutNs);
    }

    /** Waits for the result and gives its status code, whatever it is. */
    int awaitCode(long timeoutNs) {
        if (pendingId == NONE) {
            throw new IllegalStateException("nothing was submitted in this slot");
        }
        if (!awaitDone(timeoutNs)) {
            worker.requireConnected();
            throw new InvocationTimeoutException(
                    "no answer to invocation " + pendingId + " within " + timeoutNs / 1_000_000
                            + " ms; it may still run: await it again, or disconnect from the executor to give it up");
        }
        pendingId = NONE;
        return resultCode;
    }

    boolean done() {
        return done;
    }

    /**
     * The result's immediate has arrived. Its header is read here and never again, since the worker may change it.
     *
     * @return whether it answers what is in flight here, and the answer fits into a slot
     */
    boolean complete() {
        if (pendingId == NONE || result.invocationId() != pendingId) {
            return false;
        }
        resultCode = result.code();
        resultBytes = result.claimedBytes();
        done = resultBytes >= 0 && resultBytes <= capacity;
        return done;
    }

    private static CodeProblem problem(FailureText text) {
        return Arrays.stream(CodeProblem.values())
                .filter(problem -> problem.name().equals(text.type()))
                .findFirst()
                .orElse(CodeProblem.UNUSABLE);
    }

    /** What a result that is not a success says. */
    InvocationException failure() {
        FailureText text = FailureText.decode(result.payload(), resultBytes);
        Optional<InvocationStatus> status = InvocationStatus.of(resultCode);
        if (status.isEmpty()) {
            return worker.distrust();
        }
        return switch (status.get()) {
            case UNKNOWN_FUNCTION -> new UnknownFunctionException("the worker has no such function; install it first");
            case PAYLOAD_TOO_LARGE -> new PayloadTooLargeException(text.message());
            case FUNCTION_FAILED -> new RemoteFunctionException(text);
            case LEASE_ENDED -> new LeaseEndedException("the lease has ended");
            case CODE_REFUSED -> new FunctionRefusedException(problem(text), text.message());
            case REFUSED -> new RequestRefusedException(text.message());
            case OK, CODE_NEEDED -> worker.distrust(); // no failures
        };
    }
}
