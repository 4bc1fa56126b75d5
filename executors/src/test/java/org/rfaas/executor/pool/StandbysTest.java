package org.rfaas.executor.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rfaas.executor.manager.StandbyExecutor;
import org.rfaas.executor.pool.Standbys.Step;

class StandbysTest {
    private static final long MS = 1_000_000;
    private static final long GIB = 1L << 30;

    private long nowNs;
    private final Standbys standbys =
            new Standbys(new PoolOptions("shm", 3, 2, GIB, GIB, Duration.ofMinutes(1)), () -> nowNs);

    private Step decide() {
        return standbys.decide(8 * GIB);
    }

    private void fill() {
        while (decide() == Step.FILL) {
            standbys.add(new FakeStandby());
        }
    }

    @Test
    void shouldFillUpToItsSize() {
        standbys.add(new FakeStandby());
        assertThat(decide()).isEqualTo(Step.FILL);
        standbys.add(new FakeStandby());
        assertThat(decide()).isEqualTo(Step.WAIT);
    }

    @Test
    void shouldLeaveTheCoresToAClientThatWasJustServed() {
        fill();
        assertThat(standbys.take()).isPresent();
        assertThat(decide()).isEqualTo(Step.SETTLE);
        nowNs += 249 * MS;
        assertThat(decide()).isEqualTo(Step.SETTLE);
        nowNs += MS;
        assertThat(decide()).isEqualTo(Step.FILL);
    }

    @Test
    void shouldNotBePutOffForEverByASteadyFlowOfLeases() {
        fill();
        assertThat(standbys.take()).isPresent();
        nowNs += 249 * MS;
        assertThat(standbys.take()).isPresent();
        nowNs += MS;
        assertThat(decide()).isEqualTo(Step.FILL);
    }

    @Test
    void shouldNotFillWhileAllCoresAreLeased() {
        standbys.leased(3);
        assertThat(decide()).isEqualTo(Step.WAIT);
        standbys.freed(1);
        assertThat(decide()).isEqualTo(Step.FILL);
    }

    @Test
    void shouldForgetOneThatHasDied() {
        FakeStandby dead = new FakeStandby();
        FakeStandby living = new FakeStandby();
        standbys.add(dead);
        standbys.add(living);
        dead.kill();
        assertThat(decide()).isEqualTo(Step.FILL);
        Optional<StandbyExecutor> taken = standbys.take();
        assertThat(taken).containsSame(living);
    }

    @Test
    void shouldGiveBackWhatTheMachineNeeds() {
        fill();
        assertThat(standbys.decide(GIB - 1)).isEqualTo(Step.GIVE_BACK);
        standbys.take();
        assertThat(standbys.decide(GIB + MS)).as("too little for one more").isEqualTo(Step.WAIT);
    }
}
