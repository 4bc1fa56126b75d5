package org.rfaas.fabric.tcp;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames, in the drive section of a connection. Headers, and short payloads with them, are read into a small buffer
 * in one system call; what is missing of a payload then is read straight to where it belongs. Allocates nothing.
 */
final class FrameReader {
    static final int LANDING_BYTES = 16384;

    /** So that a fast peer does not keep a poller from the completions it has made. */
    private static final int MAX_READS_PER_PASS = 16;

    private static final VarHandle ACTIVITY;

    static {
        try {
            ACTIVITY = MethodHandles.lookup().findVarHandle(FrameReader.class, "activity", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final SocketChannel channel;
    private final FrameHandler handler;
    private final RegionViews views = new RegionViews();
    private final ByteBuffer landing = ByteBuffer.allocateDirect(LANDING_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final MemorySegment landingMemory = MemorySegment.ofBuffer(landing);

    /** What is left of the payload under way, and where in its memory it goes. */
    private long remaining;

    private long offset;

    private int activity;

    FrameReader(SocketChannel channel, FrameHandler handler) {
        this.channel = channel;
        this.handler = handler;
        landing.limit(0);
    }

    /** Moves whenever bytes came. Any thread. */
    int activity() {
        return (int) ACTIVITY.getOpaque(this);
    }

    /** The region goes away. */
    void forget(TcpMemoryRegion closing) {
        views.forget(closing);
    }

    /**
     * Reads what is there, or a good part of it.
     *
     * @return whether anything was there
     * @throws java.net.ProtocolException when the peer breaks the protocol
     * @throws IOException when the connection is over
     */
    boolean pass() throws IOException {
        int before = activity;
        for (int reads = 0; reads < MAX_READS_PER_PASS; reads++) {
            boolean isLanded = remaining == 0 || landing.hasRemaining();
            boolean mayBeMore = isLanded ? readLanding() : readPayload();
            if (!mayBeMore || handler.hasEnded()) {
                break;
            }
        }
        return activity != before;
    }

    /** Reads and drops what is there, or a good part of it. */
    void discard() throws IOException {
        for (int reads = 0; reads < MAX_READS_PER_PASS; reads++) {
            landing.clear();
            if (read(landing) < landing.capacity()) {
                break;
            }
        }
    }

    private boolean readLanding() throws IOException {
        if (landing.hasRemaining()) {
            landing.compact();
        } else {
            landing.clear();
        }
        int came = read(landing);
        boolean isFull = !landing.hasRemaining();
        landing.flip();
        if (came > 0) {
            parse();
        }
        return isFull;
    }

    private boolean readPayload() throws IOException {
        ByteBuffer into = payloadView();
        int before = into.position();
        read(into);
        boolean isFull = !into.hasRemaining();
        advance(into.position() - before);
        return isFull;
    }

    private int read(ByteBuffer into) throws IOException {
        int came = channel.read(into);
        if (came < 0) {
            throw new EOFException("it closed the connection");
        }
        if (came > 0) {
            ACTIVITY.setOpaque(this, activity + 1);
        }
        return came;
    }

    private void parse() throws IOException {
        while (!handler.hasEnded()) {
            if (remaining > 0) {
                int part = (int) Math.min(remaining, landing.remaining());
                if (part == 0) {
                    return;
                }
                MemorySegment.copy(landingMemory, landing.position(), payloadMemory(), offset, part);
                landing.position(landing.position() + part);
                advance(part);
            } else {
                if (landing.remaining() < Frame.BYTES) {
                    return;
                }
                handler.begin(landing, landing.position());
                landing.position(landing.position() + Frame.BYTES);
                remaining = handler.payloadBytes();
                offset = handler.payloadOffset();
                if (remaining == 0 && !handler.hasEnded()) {
                    handler.finish();
                }
            }
        }
    }

    private void advance(int part) throws IOException {
        offset += part;
        remaining -= part;
        if (remaining == 0) {
            handler.finish();
        }
    }

    private MemorySegment payloadMemory() throws IOException {
        TcpMemoryRegion region = openRegion();
        return region == null ? handler.payloadMessage() : region.segment();
    }

    private ByteBuffer payloadView() throws IOException {
        TcpMemoryRegion region = openRegion();
        return region == null
                ? handler.payloadMessageBuffer()
                        .limit((int) (offset + remaining))
                        .position((int) offset)
                : views.view(region, offset, remaining);
    }

    private @Nullable TcpMemoryRegion openRegion() throws IOException {
        TcpMemoryRegion region = handler.payloadRegion();
        if (region != null && !region.isOpen()) {
            throw new IOException("a memory region was closed while it was written to");
        }
        return region;
    }
}
