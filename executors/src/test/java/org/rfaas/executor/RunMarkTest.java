package org.rfaas.executor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunMarkTest {
    private final RunMark mark = new RunMark();

    @Test
    void shouldBeIdleBeforeAndAfterARun() {
        assertThat(mark.current()).isEqualTo(RunMark.IDLE);
        mark.begin(0);
        assertThat(mark.current()).isNotEqualTo(RunMark.IDLE);
        mark.end();
        assertThat(mark.current()).isEqualTo(RunMark.IDLE);
    }

    @Test
    void shouldTellWhatARunIsOfAfterAnotherHasBegun() {
        mark.begin(7);
        long seen = mark.current();
        mark.end();
        mark.begin(-3);
        assertThat(RunMark.code(seen)).isEqualTo(7);
        assertThat(RunMark.code(mark.current())).isEqualTo(-3);
    }

    @Test
    void shouldTellARunFromTheNextOfTheSameCode() {
        mark.begin(7);
        long first = mark.current();
        mark.end();
        mark.begin(7);
        assertThat(mark.current()).isNotEqualTo(first);
    }
}
