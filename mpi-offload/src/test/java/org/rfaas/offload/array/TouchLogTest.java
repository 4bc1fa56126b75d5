package org.rfaas.offload.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TouchLogTest {
    @Test
    void shouldNameAtLeastWhatChangedAndNothingThatNeverDid() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TouchLog log = new TouchLog();
            log.track();
            BitSet ever = new BitSet();
            BitSet since = new BitSet();
            long version = log.version();
            for (int i = random.nextInt(60); i > 0; i--) {
                if (random.nextInt(10) == 0) {
                    version = log.version();
                    since.clear();
                }
                int from = random.nextInt(1000);
                int to = from + random.nextInt(50);
                log.touch(from, to);
                ever.set(from, to);
                since.set(from, to);
            }
            if (log.remembers(version)) {
                BitSet named = new BitSet();
                long[] ranges = log.changes(version, 0, 2000);
                for (int i = 0; i < ranges.length; i += 2) {
                    assertThat(ranges[i]).as("seed %d", seed).isLessThan(ranges[i + 1]);
                    assertThat(i == 0 || ranges[i] > ranges[i - 1])
                            .as("seed %d: ascending, disjoint", seed)
                            .isTrue();
                    named.set((int) ranges[i], (int) ranges[i + 1]);
                }
                BitSet missed = (BitSet) since.clone();
                missed.andNot(named);
                assertThat(missed.isEmpty())
                        .as("seed %d: missed %s", seed, missed)
                        .isTrue();
                named.andNot(ever);
                assertThat(named.isEmpty())
                        .as("seed %d: too many %s", seed, named)
                        .isTrue();
            }
        }
    }

    @Test
    void shouldForgetOldVersionsWhenFull() {
        TouchLog log = new TouchLog();
        log.track();
        long start = log.version();
        for (int i = 0; i <= TouchLog.CAPACITY; i++) {
            log.touch(10L * i, 10L * i + 1);
        }
        assertThat(log.remembers(start)).isFalse();
        assertThat(log.remembers(log.version())).isTrue();
        assertThat(log.changes(log.version(), 0, 1000)).isEmpty();
    }

    @Test
    void shouldOnlyCountWhileNobodyHoldsACopy() {
        TouchLog log = new TouchLog();
        log.touch(0, 10);
        log.track();
        assertThat(log.remembers(0)).isFalse();
        assertThat(log.remembers(log.version())).isTrue();
    }
}
