package org.rfaas.executor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.rfaas.fabric.PostResult;
import org.rfaas.function.Invocation;
import org.rfaas.wire.FailureText;
import org.rfaas.wire.IncomingSlot;
import org.rfaas.wire.InvocationStatus;
import org.rfaas.wire.OutgoingSlot;
import org.rfaas.wire.ReturnedInput;

/**
 * A slot as its worker sees it: the request that arrived and the answer that goes back. The header of the request is read
 * once, since the client can write to it at any time. Worker's thread only; allocates nothing but for failures.
 */
final class WorkerSlot implements Invocation {
    private final IncomingSlot request;
    private final ReturnedInput returned;
    private final OutgoingSlot answer;
    private final ResidentBuffers resident;

    private long invocationId;
    private int code;
    private int inputBytes;
    private int status;
    private int outputBytes;
    private long returnedOffset;
    private long returnedBytes;

    WorkerSlot(IncomingSlot request, ReturnedInput returned, OutgoingSlot answer, ResidentBuffers resident) {
        this.request = request;
        this.returned = returned;
        this.answer = answer;
        this.resident = resident;
    }

    /** Takes the request's header. */
    void read() {
        invocationId = request.invocationId();
        code = request.code();
        inputBytes = request.claimedBytes();
        returnedBytes = 0;
    }

    /** Function index, or code of a system function. */
    int code() {
        return code;
    }

    boolean inputFits() {
        return inputBytes >= 0 && inputBytes <= request.payload().byteSize();
    }

    @Override
    public MemorySegment input() {
        return request.payload();
    }

    @Override
    public int inputBytes() {
        return inputBytes;
    }

    @Override
    public void returnInput(long offset, long bytes) {
        returnedOffset = Objects.checkFromIndexSize(offset, bytes, (long) inputBytes);
        returnedBytes = bytes;
    }

    @Override
    public MemorySegment output() {
        return answer.payload();
    }

    @Override
    public MemorySegment resident(int bufferId) {
        return resident.segment(bufferId);
    }

    /** Sets the answer. */
    void answer(int statusCode, int bytes) {
        status = statusCode;
        outputBytes = bytes;
    }

    /** Answers with what a function or system function returned. */
    void answerOutput(int bytes) {
        if (bytes < 0 || bytes > output().byteSize()) {
            fail(
                    InvocationStatus.PAYLOAD_TOO_LARGE,
                    new FailureText(
                            "output",
                            "the function returned " + Integer.toUnsignedString(bytes) + " bytes; a slot holds "
                                    + output().byteSize() + ": raise executor.slot-bytes or return less",
                            ""));
        } else {
            answer(InvocationStatus.OK.code(), bytes);
        }
    }

    void fail(InvocationStatus failure, FailureText text) {
        returnedBytes = 0;
        answer(failure.code(), text.encode(output()));
    }

    /** As the other, with a text that is {@link FailureText#encode encoded} already; allocates nothing. */
    void fail(InvocationStatus failure, byte[] text) {
        returnedBytes = 0;
        int bytes = (int) Math.min(text.length, output().byteSize());
        MemorySegment.copy(text, 0, output(), ValueLayout.JAVA_BYTE, 0, bytes);
        answer(failure.code(), bytes);
    }

    /** Payload in and out, returned input with it; for the bill. Before {@link #push}. */
    long movedBytes() {
        return (inputFits() ? inputBytes : 0L) + outputBytes + returnedBytes;
    }

    PostResult push() {
        if (returnedBytes > 0) {
            if (returned.push(returnedOffset, returnedBytes) == PostResult.WOULD_BLOCK) {
                return PostResult.WOULD_BLOCK;
            }
            returnedBytes = 0; // once, however often the answer has to be pushed
        }
        return answer.push(invocationId, status, outputBytes);
    }
}
