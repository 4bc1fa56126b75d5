package org.rfaas.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Round trips between two processes that spin on a bare {@link SocketChannel}: the least that anything over TCP can cost.
 * The first eight bytes are the length, the payload of {@link Payload} follows.
 */
public final class BareTcpEchoTrip implements EchoTrip {
    private static final int LENGTH_BYTES = Long.BYTES;

    private final JvmProcess peer;
    private final SocketChannel channel;
    private final ByteBuffer outgoing;
    private final ByteBuffer incoming;
    private final MemorySegment outgoingPayload;
    private final MemorySegment incomingPayload;

    private int payloadBytes = Long.BYTES;

    /**
     * Starts the peer process and connects to it.
     *
     * @param maxPayloadBytes largest payload that will be asked for
     */
    public BareTcpEchoTrip(int maxPayloadBytes) {
        int bytes = LENGTH_BYTES + maxPayloadBytes;
        outgoing = ByteBuffer.allocateDirect(bytes);
        incoming = ByteBuffer.allocateDirect(bytes);
        outgoingPayload = MemorySegment.ofBuffer(outgoing).asSlice(LENGTH_BYTES);
        incomingPayload = MemorySegment.ofBuffer(incoming).asSlice(LENGTH_BYTES);
        peer = JvmProcess.start(BareTcpEchoMain.class, String.valueOf(bytes));
        try {
            int port = Integer.parseInt(peer.firstLine());
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
        } catch (IOException e) {
            peer.close();
            throw new UncheckedIOException("cannot talk to the bare echo peer", e);
        }
    }

    @Override
    public void payloadBytes(int bytes) {
        payloadBytes = bytes;
    }

    @Override
    public void prepare(long round) {
        outgoing.putInt(0, LENGTH_BYTES + payloadBytes);
        Payload.compose(outgoingPayload, payloadBytes, round);
    }

    @Override
    public void go() {
        int bytes = LENGTH_BYTES + payloadBytes;
        outgoing.limit(bytes).position(0);
        incoming.limit(bytes).position(0);
        try {
            while (outgoing.hasRemaining()) {
                channel.write(outgoing);
            }
            while (incoming.hasRemaining()) {
                if (channel.read(incoming) < 0) {
                    throw new IllegalStateException("the bare echo peer died");
                }
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void check(long round) {
        Payload.check(incomingPayload, payloadBytes, round);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            peer.close();
        }
    }
}
