package org.rfaas.offload.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.worker.Capacity;

class LeaseTurnsTest {
    private static final long MS = 1_000_000;
    private static final int PLENTY = 100;
    private static final Supplier<Optional<Capacity>> UNKNOWN = Optional::empty;

    private static LeaseTurns turns(int rank, int ranks) {
        return new LeaseTurns(rank, ranks, 200 * MS, 5000 * MS, 0);
    }

    private static Supplier<Optional<Capacity>> free(long version, long cores) {
        return () -> Optional.of(new Capacity(version, cores));
    }

    @Test
    void shouldAskAtOnceAndForAllThatIsFreeWhenAlone() {
        assertThat(turns(0, 1).ask(4, free(2, 10), 0, 0.5)).isEqualTo(4);
        assertThat(turns(0, 1).ask(4, UNKNOWN, 0, 0.5)).isEqualTo(4);
        assertThat(turns(0, 1).ask(0, free(2, 10), 0, 0.5)).isZero();
    }

    @Test
    void shouldAskForItsShareWhenItHasCompany() {
        assertThat(turns(0, 4).ask(8, free(2, 8), 0, 0)).isEqualTo(2);
        assertThat(turns(3, 4).ask(8, free(2, 2), 0, 0)).isEqualTo(1);
    }

    @Test
    void shouldWaitEverLongerWhenItCannotSeeWhatIsFree() {
        LeaseTurns turns = turns(0, 1);
        turns.refused(0);
        assertThat(turns.ask(1, UNKNOWN, 199 * MS, 0)).isZero();
        assertThat(turns.ask(1, UNKNOWN, 200 * MS, 0)).isOne();
        turns.refused(200 * MS);
        assertThat(turns.ask(1, UNKNOWN, 599 * MS, 0)).isZero();
        assertThat(turns.ask(1, UNKNOWN, 600 * MS, 0)).isOne();
    }

    /** To look, a rank connects to a resource manager that may not be there. */
    @Test
    void shouldNotLookBeforeItIsTimeWhereThereWasNothingToSee() {
        LeaseTurns turns = turns(0, 1);
        AtomicInteger looks = new AtomicInteger();
        Supplier<Optional<Capacity>> nobody = () -> {
            looks.incrementAndGet();
            return Optional.empty();
        };
        for (long ms = 0; ms < 10_000; ms += 10) {
            if (turns.ask(1, nobody, ms * MS, 0) > 0) {
                turns.refused(ms * MS);
            }
        }
        assertThat(looks).as("after 0, 0.2, 0.6, 1.4, 3 and 6.2 s").hasValue(6);

        assertThat(turns.ask(1, free(2, 0), 11_200 * MS, 0)).isZero();
        assertThat(turns.ask(1, free(4, 1), 11_210 * MS, 0))
                .as("there is a board again")
                .isOne();
    }

    @Test
    void shouldNotAskAsLongAsItSeesThatNothingIsFree() {
        LeaseTurns turns = turns(0, 1);
        assertThat(turns.ask(1, free(2, 0), 0, 0)).as("once, to hear why").isOne();
        turns.refused(0);
        for (long ms = 0; ms < 100_000; ms += 10) {
            assertThat(turns.ask(1, free(2, 0), ms * MS, 0)).isZero();
        }
        assertThat(turns.ask(1, free(4, 1), 100_001 * MS, 0)).isOne();
    }

    @Test
    void shouldNotAskAgainAndAgainForWhatItCannotUse() {
        LeaseTurns turns = turns(0, 1);
        turns.ask(1, free(2, 0), 0, 0);
        turns.refused(0);
        assertThat(turns.ask(1, free(4, 3), 10 * MS, 0)).isOne();
        turns.refused(10 * MS);
        int asked = 0;
        for (long ms = 11; ms < 400; ms++) {
            asked += turns.ask(1, free(4, 3), ms * MS, 0);
        }
        assertThat(asked).isZero();
        assertThat(turns.ask(1, free(4, 3), 411 * MS, 0)).isOne();
    }

    @Test
    void shouldGiveTheLastOfManyRanksItsTurnWithinASecond() {
        int many = 10_000;
        LeaseTurns turns = turns(many - 1, many);
        turns.ask(1, free(2, 0), 0, 0);
        turns.refused(0);
        // a multiple of the ranks: the order begins with rank 0
        Supplier<Optional<Capacity>> seen = free(2L * many, many);
        assertThat(turns.ask(1, seen, 0, 1)).isZero();
        assertThat(turns.ask(1, seen, 999 * MS, 1)).isZero();
        assertThat(turns.ask(1, seen, 1000 * MS, 1)).isOne();
    }

    /** The board's version is even whenever it can be read. */
    @Test
    void shouldLetAnotherRankBeFirstAtEachChangeOfTheBoard() {
        List<Integer> first = new ArrayList<>();
        for (long version = 2; version <= 8; version += 2) {
            for (int rank = 0; rank < 4; rank++) {
                LeaseTurns turns = turns(rank, 4);
                turns.ask(1, free(0, 0), 0, 0);
                turns.refused(0);
                if (turns.ask(1, free(version, 1), 0, 0) > 0) {
                    first.add(rank);
                }
            }
        }
        assertThat(first).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    /** What it gives back moves the board, and so do others. */
    @Test
    void shouldWaitEverLongerWhenItCannotUseWhatItGets() {
        LeaseTurns turns = turns(0, 1);
        long version = 2;
        List<Long> asked = new ArrayList<>();
        for (long ms = 0; ms < 10_000; ms += 10) {
            version += 2;
            if (turns.ask(1, free(version, 3), ms * MS, 0) > 0) {
                asked.add(ms);
                turns.unusable(ms * MS);
            }
        }
        assertThat(asked).containsExactly(0L, 200L, 600L, 1400L, 3000L, 6200L);

        assertThat(turns.ask(1, free(version, 3), 11_200 * MS, 0)).isOne();
        turns.granted(11_200 * MS);
        assertThat(turns.ask(1, free(version + 2, 3), 11_210 * MS, 0)).isOne();
    }

    /** A hundred ranks have been refused, then ten cores come free; each look and each request takes its time. */
    @Test
    void shouldNotStampedeWhenCoresComeFree() {
        Random random = new Random(42);
        List<LeaseTurns> ranks = new ArrayList<>();
        for (int rank = 0; rank < PLENTY; rank++) {
            LeaseTurns turns = turns(rank, PLENTY);
            turns.ask(1, free(2, 0), 0, 0);
            turns.refused(0);
            ranks.add(turns);
        }
        int[] served = new int[PLENTY];
        int requests = 0;
        long version = 4;
        for (int wave = 0; wave < 200; wave++) {
            int freeCores = 10;
            version += 2;
            for (long step = 0; step < 1200; step++) { // of 0.1 ms
                for (int rank = 0; rank < PLENTY; rank++) {
                    // each looks every 10 ms, at other moments
                    if ((step + rank) % 100 != 0) {
                        continue;
                    }
                    long nowNs = (wave * 2_000L + step / 10 + 1000) * MS;
                    if (ranks.get(rank).ask(1, free(version, freeCores), nowNs, random.nextDouble()) > 0) {
                        requests++;
                        if (freeCores > 0) {
                            freeCores--;
                            version += 2;
                            served[rank]++;
                            ranks.get(rank).granted(nowNs);
                        } else {
                            ranks.get(rank).refused(nowNs);
                        }
                    }
                }
            }
            assertThat(freeCores).as("left in wave %d", wave).isZero();
        }
        assertThat(requests).as("requests for 2000 cores").isLessThan(2200);
        int total = 0;
        for (int count : served) {
            total += count;
            assertThat(count).as("cores of a rank, of 20 on average").isBetween(5, 45);
        }
        assertThat(total).isEqualTo(2000);
    }
}
