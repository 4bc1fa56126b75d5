package org.rfaas.experiment.alternatives;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.logbuffer.Header;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.rfaas.bench.EchoTrip;
import org.rfaas.bench.JvmProcess;
import org.rfaas.bench.Payload;

/** Messages over two IPC streams, both ends spinning; the media driver is in the other process and sleeps. */
final class AeronTrip implements EchoTrip {
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(Measurement.MOST_BYTES);
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(Measurement.MOST_BYTES);
    private final UnsafeBuffer outgoingBuffer = new UnsafeBuffer(outgoing);
    private final FragmentAssembler answers = new FragmentAssembler(this::take);
    private final JvmProcess server;
    private final Aeron aeron;
    private final Subscription subscription;
    private final ExclusivePublication publication;
    private int payloadBytes = Long.BYTES;
    private boolean isBack;

    AeronTrip(List<String> jvmOptions) {
        server = JvmProcess.start(jvmOptions, AeronServerMain.class);
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(server.firstLine()));
        subscription = aeron.addSubscription(AeronServerMain.CHANNEL, AeronServerMain.ANSWERS);
        publication = aeron.addExclusivePublication(AeronServerMain.CHANNEL, AeronServerMain.QUESTIONS);
    }

    @Override
    public void payloadBytes(int bytes) {
        payloadBytes = bytes;
    }

    @Override
    public void prepare(long round) {
        Payload.compose(MemorySegment.ofBuffer(outgoing), payloadBytes, round);
        isBack = false;
    }

    @Override
    public void go() {
        AeronServerMain.send(publication, outgoingBuffer, 0, payloadBytes);
        while (!isBack) {
            if (subscription.poll(answers, AeronServerMain.MOST_FRAGMENTS) == 0) {
                Thread.onSpinWait();
            }
        }
    }

    /** Users read a message where it is. It is there during this call only, so the ends stay, which are what is checked. */
    private void take(DirectBuffer buffer, int offset, int length, Header header) {
        buffer.getBytes(offset, incoming, 0, Long.BYTES);
        buffer.getBytes(offset + length - Long.BYTES, incoming, length - Long.BYTES, Long.BYTES);
        isBack = true;
    }

    @Override
    public void check(long round) {
        Payload.check(MemorySegment.ofBuffer(incoming), payloadBytes, round);
    }

    @Override
    public void close() {
        aeron.close();
        server.close();
    }
}
