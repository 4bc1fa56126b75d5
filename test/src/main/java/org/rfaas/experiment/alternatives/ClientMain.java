package org.rfaas.experiment.alternatives;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.rfaas.bench.BareTcpEchoTrip;
import org.rfaas.bench.EchoTrip;

/**
 * Process that measures one contestant and prints what it found. Arguments: contestant, milliseconds for each figure. A process
 * for each, so that code compiled for one does not slow down the next.
 */
final class ClientMain {
    private ClientMain() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().start(ClientMain::endWithParent);
        Contestant contestant = Contestant.valueOf(arguments[0]);
        Duration each = Duration.ofMillis(Long.parseLong(arguments[1]));
        try (EchoTrip trip = open(contestant)) {
            Measurement.run(trip, each).forEach(out::println);
        }
    }

    /** Who measures for nobody only disturbs. */
    private static void endWithParent() {
        try {
            System.in.transferTo(PrintStream.nullOutputStream());
        } catch (IOException e) {
            // the parent is gone all the same
        }
        Runtime.getRuntime().halt(1);
    }

    private static EchoTrip open(Contestant contestant) throws IOException {
        return switch (contestant) {
            case RFAAS_SHM -> InvocationTrip.inPlace("shm");
            case RFAAS_SHM_ARRAYS -> InvocationTrip.overArrays("shm");
            case RFAAS_TCP -> InvocationTrip.inPlace("tcp");
            case BARE_TCP -> new BareTcpEchoTrip(Measurement.MOST_BYTES);
            case GRPC -> new GrpcTrip(contestant.jvmOptions());
            case HTTP -> new HttpTrip(contestant.jvmOptions());
            case AERON_IPC -> new AeronTrip(contestant.jvmOptions());
            case MPI -> throw new IllegalArgumentException("mpirun starts the ranks; see MpiPingPongMain");
        };
    }
}
