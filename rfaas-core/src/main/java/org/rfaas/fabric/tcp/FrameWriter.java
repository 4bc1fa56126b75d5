package org.rfaas.fabric.tcp;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames, in the transmit section of a connection. Header and the beginning of the payload are copied into one small
 * buffer, so a short frame is one piece and one system call; what is left of a long payload is written straight from its
 * region, while the peer works on the beginning already. (A gathering write of both would do, but the JDK allocates for
 * each that has a memory segment in it.) Allocates nothing.
 */
final class FrameWriter {
    /** So much that the peer takes it with the header in one system call. */
    private static final int INLINE_BYTES = FrameReader.LANDING_BYTES - Frame.BYTES;

    private static final VarHandle ACTIVITY;

    static {
        try {
            ACTIVITY = MethodHandles.lookup().findVarHandle(FrameWriter.class, "activity", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final SocketChannel channel;
    private final SendQueue send;
    private final Responses responses;
    private final Arrivals arrivals;
    private final RegionViews views = new RegionViews();
    private final ByteBuffer head = ByteBuffer.allocateDirect(Frame.BYTES + INLINE_BYTES);
    private final MemorySegment headMemory = MemorySegment.ofBuffer(head);

    /** What is left of the payload under way. */
    private @Nullable TcpMemoryRegion region;

    private long offset;
    private long remaining;

    /** Set by whoever has carried out a request whose sender waits, and for heartbeats. */
    private volatile boolean ackDue;

    /** No more requests are begun; answers and a frame under way still are. */
    private volatile boolean requestsEnded;

    private int activity;

    FrameWriter(SocketChannel channel, SendQueue send, Responses responses, Arrivals arrivals) {
        this.channel = channel;
        this.send = send;
        this.responses = responses;
        this.arrivals = arrivals;
        head.order(ByteOrder.LITTLE_ENDIAN).limit(0);
    }

    /** Any thread: an acknowledgement goes out with the next transmit. */
    void requestAck() {
        ackDue = true;
    }

    /** Any thread. */
    void endRequests() {
        requestsEnded = true;
    }

    /** Moves whenever bytes were handed to the kernel. Any thread. */
    int activity() {
        return (int) ACTIVITY.getOpaque(this);
    }

    /** Any thread: whether there is a frame to begin. A frame under way is not seen here but by {@link #run}. */
    boolean hasWork() {
        return responses.isReady() || (send.hasUnbegun() && !requestsEnded) || ackDue || arrivals.isCreditDue();
    }

    /** Whether a frame is partly written. Of use to the holder of the transmit section. */
    boolean isMidFrame() {
        return head.hasRemaining() || remaining > 0;
    }

    /** The region goes away. */
    void forget(TcpMemoryRegion closing) {
        views.forget(closing);
    }

    /**
     * Writes until there is nothing left to write or the socket takes no more.
     *
     * @param executed how many requests of the peer were carried out
     * @return false when the socket takes no more
     */
    boolean run(Executed executed) throws IOException {
        do {
            if (!flush()) {
                return false;
            }
        } while (beginNext(executed));
        return true;
    }

    private boolean flush() throws IOException {
        while (isMidFrame()) {
            if (head.hasRemaining()) {
                moved(channel.write(head));
                if (head.hasRemaining()) {
                    return false;
                }
            } else if (!flushPayload()) {
                return false;
            }
        }
        return true;
    }

    private boolean flushPayload() throws IOException {
        TcpMemoryRegion source = region;
        if (source == null || !source.isOpen()) {
            throw new IOException("a memory region was closed while it was being sent");
        }
        ByteBuffer view = views.view(source, offset, remaining);
        int from = view.position();
        moved(channel.write(view));
        int payload = view.position() - from;
        offset += payload;
        remaining -= payload;
        return !view.hasRemaining();
    }

    private void moved(long bytes) {
        if (bytes > 0) {
            ACTIVITY.setOpaque(this, activity + 1);
        }
    }

    private boolean beginNext(Executed executed) {
        if (responses.isReady()) {
            beginResponse(executed);
        } else if (send.hasUnbegun() && !requestsEnded) {
            beginRequest(executed);
        } else if (ackDue || arrivals.isCreditDue()) {
            stamp(Frame.ACK, 0, 0, executed);
        } else {
            return false;
        }
        return true;
    }

    private void beginResponse(Executed executed) {
        byte opcode = responses.opcode();
        long bytes = responses.bytes();
        long offsetOrValue = responses.offsetOrValue();
        stamp(opcode, 0, responses.sequence(), executed);
        head.putLong(Frame.ADDRESS, offsetOrValue).putLong(Frame.LENGTH, bytes);
        payload(responses.region(), offsetOrValue, bytes);
        responses.take();
    }

    private void beginRequest(Executed executed) {
        int at = send.next();
        byte opcode = send.opcode(at);
        long operand = send.operand(at);
        TcpMemoryRegion source = send.region(at);
        long from = send.offset(at);
        stamp(opcode, 0, send.nextSequence(), executed);
        head.putInt(Frame.IMMEDIATE, send.immediate(at))
                .putInt(Frame.RKEY, send.key(at))
                .putLong(Frame.ADDRESS, send.address(at))
                .putLong(Frame.LENGTH, operand);
        if (send.begin()) {
            head.put(Frame.FLAGS, (byte) Frame.ACK_WANTED);
        }
        if (!Frame.isAnswered(opcode)) {
            payload(source, from, operand);
        }
    }

    /** Puts a header with all that every frame has into {@link #head}, and zeros elsewhere. */
    private void stamp(byte opcode, int flags, int sequence, Executed executed) {
        ackDue = false; // before the count is read: a request carried out after this asks again
        long consumed = arrivals.consumed();
        arrivals.tell(consumed);
        head.limit(Frame.BYTES).position(0);
        head.put(Frame.OPCODE, opcode)
                .put(Frame.FLAGS, (byte) flags)
                .putShort(Frame.MARK_AT, Frame.MARK)
                .putInt(Frame.SEQUENCE, sequence)
                .putInt(Frame.EXECUTED, (int) executed.count())
                .putInt(Frame.CONSUMED, (int) consumed)
                .putInt(Frame.IMMEDIATE, 0)
                .putInt(Frame.RKEY, 0)
                .putLong(Frame.ADDRESS, 0)
                .putLong(Frame.LENGTH, 0);
    }

    private void payload(@Nullable TcpMemoryRegion source, long from, long bytes) {
        if (source == null || bytes == 0) {
            return;
        }
        int copied = source.isOpen() ? (int) Math.min(bytes, INLINE_BYTES) : 0;
        MemorySegment.copy(source.segment(), from, headMemory, Frame.BYTES, copied);
        head.limit(Frame.BYTES + copied);
        region = source;
        offset = from + copied;
        remaining = bytes - copied;
    }

    /** How many requests of the peer were carried out; counted by whoever drives the connection. */
    interface Executed {
        long count();
    }
}
