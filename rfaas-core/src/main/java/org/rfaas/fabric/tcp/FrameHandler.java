package org.rfaas.fabric.tcp;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.InitiatedCompletions;

/**
 * Carries out what frames ask, in the drive section of a connection. Nothing a peer sends is used unchecked: keys, ranges
 * and rights against the region table, lengths against what was agreed, numbers against what was sent.
 */
final class FrameHandler implements FrameWriter.Executed {
    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();
    private static final VarHandle EXECUTED;

    static {
        try {
            EXECUTED = MethodHandles.lookup().findVarHandle(FrameHandler.class, "executed", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Why nothing that follows on this connection is looked at any more. */
    enum End {
        NONE,
        /** The peer asked for what it may not. */
        REFUSED,
        /** The peer refused what we asked. */
        REFUSED_BY_PEER
    }

    private final RegionTable regions;
    private final SendQueue send;
    private final Responses responses;
    private final Arrivals arrivals;
    private final InitiatedCompletions completions;
    private final FrameWriter writer;
    private final int maxMessageBytes;

    private long executed;
    private End end = End.NONE;

    /** The frame under way. */
    private byte opcode;

    private boolean ackWanted;
    private int immediate;
    private int message;
    private int awaiting;
    private long payloadBytes;
    private long payloadOffset;
    private @Nullable TcpMemoryRegion payloadRegion;

    FrameHandler(
            RegionTable regions,
            SendQueue send,
            Responses responses,
            Arrivals arrivals,
            InitiatedCompletions completions,
            FrameWriter writer,
            int maxMessageBytes) {
        this.regions = regions;
        this.send = send;
        this.responses = responses;
        this.arrivals = arrivals;
        this.completions = completions;
        this.writer = writer;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Any thread. */
    @Override
    public long count() {
        return (long) EXECUTED.getAcquire(this); // pairs with setRelease in executed
    }

    End end() {
        return end;
    }

    boolean hasEnded() {
        return end != End.NONE;
    }

    /** Of the frame begun last: how much follows, and where it goes. */
    long payloadBytes() {
        return payloadBytes;
    }

    long payloadOffset() {
        return payloadOffset;
    }

    /** Null when the payload is a message. */
    @Nullable
    TcpMemoryRegion payloadRegion() {
        return payloadRegion;
    }

    MemorySegment payloadMessage() {
        return arrivals.memory().segment(message);
    }

    ByteBuffer payloadMessageBuffer() {
        return arrivals.memory().buffer(message);
    }

    /** Takes a header; {@link #finish} follows when its payload is in place. */
    void begin(ByteBuffer frame, int at) throws IOException {
        if (frame.getShort(at + Frame.MARK_AT) != Frame.MARK) {
            throw new ProtocolException("it sent something that is no frame");
        }
        opcode = frame.get(at + Frame.OPCODE);
        ackWanted = (frame.get(at + Frame.FLAGS) & Frame.ACK_WANTED) != 0;
        immediate = frame.getInt(at + Frame.IMMEDIATE);
        payloadBytes = 0;
        payloadRegion = null;
        send.acknowledge(frame.getInt(at + Frame.EXECUTED), completions);
        send.taken(frame.getInt(at + Frame.CONSUMED));
        int sequence = frame.getInt(at + Frame.SEQUENCE);
        long length = frame.getLong(at + Frame.LENGTH);
        if (opcode >= Frame.WRITE && opcode <= Frame.FETCH_AND_ADD) {
            if (sequence != (int) executed) {
                throw new ProtocolException("it sent request " + sequence + " where " + executed + " is due");
            }
            request(frame.getInt(at + Frame.RKEY), frame.getLong(at + Frame.ADDRESS), length, sequence);
        } else {
            answer(sequence, length, frame.getLong(at + Frame.ADDRESS));
        }
    }

    private void request(int key, long address, long length, int sequence) throws ProtocolException {
        if (Frame.isTwoSided(opcode) && !arrivals.hasRoom()) {
            throw new ProtocolException("it sent more immediates and messages than it has credit for");
        }
        switch (opcode) {
            case Frame.WRITE -> expect(regions.permitted(key, Access.REMOTE_WRITE, address, length), address, length);
            case Frame.WRITE_IMMEDIATE -> {
                if (length < 0 || length > Integer.MAX_VALUE) {
                    throw new ProtocolException("a write with immediate of " + length + " bytes");
                }
                if (length > 0) {
                    expect(regions.permitted(key, Access.REMOTE_WRITE, address, length), address, length);
                }
            }
            case Frame.SEND -> {
                if (length < 0 || length > maxMessageBytes) {
                    throw new ProtocolException(
                            "a message of " + length + " bytes; " + maxMessageBytes + " were agreed");
                }
                message = arrivals.memory().acquire();
                payloadBytes = length;
                payloadOffset = 0;
            }
            case Frame.READ -> {
                TcpMemoryRegion source = regions.permitted(key, Access.REMOTE_READ, address, length);
                if (source == null) {
                    refuse(sequence);
                } else {
                    requireRoom(responses.read(sequence, source, source.offset(address), length));
                }
            }
            default -> fetchAndAdd(regions.permitted(key, Access.REMOTE_ATOMIC, address, Long.BYTES), address, length);
        }
    }

    private void expect(@Nullable TcpMemoryRegion target, long address, long length) throws ProtocolException {
        if (target == null) {
            refuse((int) executed);
            return;
        }
        payloadRegion = target;
        payloadOffset = target.offset(address);
        payloadBytes = length;
    }

    private void fetchAndAdd(@Nullable TcpMemoryRegion target, long address, long addend) throws ProtocolException {
        if (target == null || (address & (Long.BYTES - 1)) != 0) {
            refuse((int) executed);
            return;
        }
        long former = (long) WORD.getAndAdd(target.segment(), target.offset(address), addend);
        requireRoom(responses.fetchAndAdd((int) executed, former));
    }

    private void refuse(int sequence) throws ProtocolException {
        requireRoom(responses.refuse(sequence));
        end = End.REFUSED;
    }

    private static void requireRoom(boolean hadRoom) throws ProtocolException {
        if (!hadRoom) {
            throw new ProtocolException("it asks for more at once than the agreed depth");
        }
    }

    private void answer(int sequence, long length, long value) throws IOException {
        switch (opcode) {
            case Frame.READ_RESPONSE -> {
                awaiting = send.awaiting(sequence, Frame.READ);
                if (length != send.operand(awaiting)) {
                    throw new ProtocolException("it answers a read with " + length + " bytes");
                }
                payloadRegion = send.region(awaiting);
                payloadOffset = send.offset(awaiting);
                payloadBytes = length;
            }
            case Frame.FETCH_AND_ADD_RESPONSE -> {
                awaiting = send.awaiting(sequence, Frame.FETCH_AND_ADD);
                TcpMemoryRegion into = send.region(awaiting);
                if (into == null || !into.isOpen()) {
                    throw new IOException("a memory region was closed under a fetch-and-add");
                }
                WORD.setVolatile(into.segment(), send.offset(awaiting), value);
            }
            case Frame.ACK -> {}
            case Frame.NAK -> {
                send.refused(sequence);
                end = End.REFUSED_BY_PEER;
            }
            default -> throw new ProtocolException("it sent a frame of unknown kind " + opcode);
        }
    }

    /** The payload of the frame begun last is in place. */
    void finish() {
        switch (opcode) {
            case Frame.WRITE_IMMEDIATE -> arrivals.push(Arrivals.IMMEDIATE, immediate, (int) payloadBytes);
            case Frame.SEND -> arrivals.push(message, 0, (int) payloadBytes);
            case Frame.READ_RESPONSE, Frame.FETCH_AND_ADD_RESPONSE -> send.answer(awaiting, completions);
            default -> {}
        }
        if (opcode <= Frame.FETCH_AND_ADD) {
            EXECUTED.setRelease(this, executed + 1); // pairs with getAcquire in count
            if (ackWanted) {
                writer.requestAck();
            }
        }
    }
}
