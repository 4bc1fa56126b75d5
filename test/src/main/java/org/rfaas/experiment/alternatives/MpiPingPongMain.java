package org.rfaas.experiment.alternatives;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import mpi.MPI;
import mpi.MPIException;
import mpi.Status;
import org.rfaas.bench.EchoTrip;
import org.rfaas.bench.Payload;

/**
 * Two MPI ranks, direct buffers, blocking send and receive: the first measures and writes what it found into a file, the
 * second sends back what comes. Arguments: milliseconds for each figure, the file.
 */
final class MpiPingPongMain {
    private static final int MESSAGE = 1;
    private static final int END = 2;

    private MpiPingPongMain() {}

    public static void main(String[] arguments) throws MPIException, IOException {
        MPI.Init(new String[0]);
        MPI.COMM_WORLD.setErrhandler(MPI.ERRORS_RETURN); // else they end the process without a word
        if (MPI.COMM_WORLD.getRank() == 0) {
            try (EchoTrip trip = new Trip()) {
                Duration each = Duration.ofMillis(Long.parseLong(arguments[0]));
                Files.write(Path.of(arguments[1]), Measurement.run(trip, each), StandardCharsets.UTF_8);
            }
        } else {
            echo();
        }
        MPI.Finalize();
    }

    private static void echo() throws MPIException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Measurement.MOST_BYTES);
        while (true) {
            Status status = MPI.COMM_WORLD.recv(buffer, buffer.capacity(), MPI.BYTE, 0, MPI.ANY_TAG);
            if (status.getTag() == END) {
                return;
            }
            MPI.COMM_WORLD.send(buffer, status.getCount(MPI.BYTE), MPI.BYTE, 0, MESSAGE);
        }
    }

    /** Of the first rank. */
    private static final class Trip implements EchoTrip {
        private final ByteBuffer outgoing = ByteBuffer.allocateDirect(Measurement.MOST_BYTES);
        private final ByteBuffer incoming = ByteBuffer.allocateDirect(Measurement.MOST_BYTES);
        private int payloadBytes = Long.BYTES;

        @Override
        public void payloadBytes(int bytes) {
            payloadBytes = bytes;
        }

        @Override
        public void prepare(long round) {
            Payload.compose(MemorySegment.ofBuffer(outgoing), payloadBytes, round);
        }

        @Override
        public void go() {
            try {
                MPI.COMM_WORLD.send(outgoing, payloadBytes, MPI.BYTE, 1, MESSAGE);
                MPI.COMM_WORLD.recv(incoming, payloadBytes, MPI.BYTE, 1, MESSAGE);
            } catch (MPIException e) {
                throw new IllegalStateException("MPI does not carry " + payloadBytes + " bytes", e);
            }
        }

        @Override
        public void check(long round) {
            Payload.check(MemorySegment.ofBuffer(incoming), payloadBytes, round);
        }

        @Override
        public void close() {
            try {
                MPI.COMM_WORLD.send(outgoing, 0, MPI.BYTE, 1, END);
            } catch (MPIException e) {
                throw new IllegalStateException("MPI does not end", e);
            }
        }
    }
}
