package org.rfaas.offload.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.report.Counters;

class OwnExecutionTest {
    private static final int TRIPS = 1000;

    private record Piece(int from, int to) {}

    private final List<Piece> pieces = new ArrayList<>();
    private long nowNs;
    private final OwnExecution own = new OwnExecution(new Counters(), true, () -> nowNs);

    @Test
    void shouldRunThePiecesOfALoopThatCountsDownFromItsEnd() {
        learnThatItIsLong();
        own.begin(TRIPS);
        own.run(this::run, 0, TRIPS);
        own.end();

        assertThat(pieces).hasSizeGreaterThan(1);
        int end = TRIPS;
        for (Piece piece : pieces) {
            assertThat(piece.to()).isEqualTo(end);
            assertThat(piece.from()).isLessThan(end);
            end = piece.from();
        }
        assertThat(end).isZero();
    }

    private void learnThatItIsLong() {
        own.begin(TRIPS);
        own.run(this::run, 0, TRIPS);
        own.end();
        pieces.clear();
    }

    /** A microsecond an iteration. */
    private void run(int from, int to) {
        nowNs += 1000L * (to - from);
        pieces.add(new Piece(from, to));
    }
}
