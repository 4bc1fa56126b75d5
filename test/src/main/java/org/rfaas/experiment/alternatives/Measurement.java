package org.rfaas.experiment.alternatives;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.rfaas.bench.EchoTrip;
import org.rfaas.bench.Percentiles;
import org.rfaas.bench.RoundTrips;

/** What all contestants do alike: the same payloads for the same time, in a client process of their own. */
final class Measurement {
    static final List<Integer> PAYLOADS = List.of(8, 64, 1 << 10, 8 << 10, 64 << 10, 1 << 20);
    static final int MOST_BYTES = PAYLOADS.getLast();

    /** So many times the time of a figure go by before the first: the stacks below some contestants take long to compile. */
    private static final int COMPILING = 5;

    private Measurement() {}

    /**
     * Measures all payloads.
     *
     * @param each time for each figure
     * @return a line for each payload, for {@link #parse}
     */
    static List<String> run(EchoTrip trip, Duration each) {
        RoundTrips rounds = rounds(each);
        List<String> lines = new ArrayList<>();
        trip.payloadBytes(PAYLOADS.getFirst());
        rounds(each.multipliedBy(COMPILING)).measure(trip);
        for (int payload : PAYLOADS) {
            trip.payloadBytes(payload);
            Percentiles times = rounds.measure(trip);
            lines.add(times.p50() + " " + times.p99() + " " + times.min() + " " + times.samples());
        }
        return lines;
    }

    private static RoundTrips rounds(Duration each) {
        return new RoundTrips(each.dividedBy(3), each);
    }

    /**
     * Reads what {@link #run} said in another process.
     *
     * @throws IllegalStateException when that is not a line for each payload
     */
    static List<Percentiles> parse(Contestant contestant, List<String> lines) {
        if (lines.size() != PAYLOADS.size()) {
            throw new IllegalStateException(contestant.title() + " measured " + lines.size() + " of " + PAYLOADS.size()
                    + " payloads; what it said is above");
        }
        return lines.stream().map(Measurement::parse).toList();
    }

    private static Percentiles parse(String line) {
        String[] numbers = line.split(" ", -1);
        return new Percentiles(
                Long.parseLong(numbers[0]),
                Long.parseLong(numbers[1]),
                Long.parseLong(numbers[2]),
                Long.parseLong(numbers[3]));
    }
}
