package org.rfaas.experiment.alternatives;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.rfaas.bench.EchoTrip;
import org.rfaas.bench.JvmProcess;
import org.rfaas.bench.Payload;

/** Round trips with something that takes and gives arrays, to a process that says at which port it serves. */
abstract class ArrayTrip implements EchoTrip {
    private final JvmProcess server;
    private final int port;
    private byte[] outgoing = new byte[Long.BYTES];
    private byte[] incoming = outgoing;

    ArrayTrip(List<String> jvmOptions, Class<?> serverMain) {
        server = JvmProcess.start(jvmOptions, serverMain);
        port = Integer.parseInt(server.firstLine());
    }

    /** Of the server, on the loopback interface. */
    final int port() {
        return port;
    }

    /** There and back. */
    abstract byte[] exchange(byte[] message);

    @Override
    public final void payloadBytes(int bytes) {
        outgoing = new byte[bytes];
    }

    @Override
    public final void prepare(long round) {
        Payload.compose(MemorySegment.ofArray(outgoing), outgoing.length, round);
    }

    @Override
    public final void go() {
        incoming = exchange(outgoing);
    }

    @Override
    public final void check(long round) {
        Payload.check(MemorySegment.ofArray(incoming), outgoing.length, round);
    }

    /** Disconnects from the server. */
    abstract void disconnect();

    @Override
    public final void close() {
        disconnect();
        server.close();
    }
}
