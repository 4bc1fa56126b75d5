package org.rfaas.offload.woven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WovenLoopTest {
    private final List<String> reasons = new ArrayList<>();
    private final WovenLoop loop = HandWoven.axpy();
    private final WovenRuntime runtime = new RecordingRuntime(reasons);

    @BeforeEach
    void install() {
        WovenLoop.install(runtime);
    }

    @AfterEach
    void uninstall() {
        WovenLoop.uninstall(runtime);
    }

    @Test
    void shouldSayThatAVariableWrapsAround() {
        assertThat(loop.wants(WovenLoop.trips(0, Integer.MAX_VALUE, 2))).isFalse();
        assertThat(loop.wants(WovenLoop.trips(0, Integer.MAX_VALUE + 1L, 1))).isFalse();
        assertThat(reasons).containsExactly("its variable wraps around", "its variable wraps around");
    }

    @Test
    void shouldSayThatThereAreMoreIterationsThanAnIntCounts() {
        assertThat(loop.wants(WovenLoop.trips(Integer.MIN_VALUE, Integer.MAX_VALUE, 1)))
                .isFalse();
        assertThat(reasons).containsExactly("it has more iterations than an int counts");
    }

    @Test
    void shouldLeaveOtherLoopsToTheRuntime() {
        assertThat(loop.wants(WovenLoop.trips(0, Integer.MAX_VALUE, 1))).isTrue();
        assertThat(reasons).isEmpty();
    }

    /** Wants all runs, and notes why others stay. */
    private record RecordingRuntime(List<String> reasons) implements WovenRuntime, LoopSite {
        @Override
        public LoopSite open(WovenLoop loop) {
            return this;
        }

        @Override
        public void touch(Object array) {}

        @Override
        public boolean wants(long trips) {
            return true;
        }

        @Override
        public void runsInPlace(String reason, long trips) {
            reasons.add(reason);
        }

        @Override
        public void run(@Nullable Object[] references, long[] scalars, long[] results, int start, int trips) {}
    }
}
