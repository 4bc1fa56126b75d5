package org.rfaas.offload.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.rfaas.offload.worker.WorkerLostException;

class AnswerDeadlineTest {
    private static final long MINUTE_NS = 60_000_000_000L;

    private final AnswerDeadline deadline = new AnswerDeadline();

    @Test
    void shouldGiveTenTimesWhatIsExpectedButNotLessThanTold() {
        assertThat(AnswerDeadline.timeoutFor(500, 70)).isEqualTo(700);
        assertThat(AnswerDeadline.timeoutFor(500, 7)).isEqualTo(500);
    }

    @Test
    void shouldBeOverWhenNoAnswerComesInTime() {
        deadline.start(MINUTE_NS);
        assertThat(deadline.requireInTime()).isPositive().isLessThanOrEqualTo(MINUTE_NS);
        deadline.progressed(System.nanoTime() - MINUTE_NS);
        assertThatExceptionOfType(WorkerLostException.class)
                .isThrownBy(deadline::requireInTime)
                .withMessage("no answer in 60000 ms");
    }

    @Test
    void shouldAllowForAWorkerThatIsSlowerThanWasThought() {
        deadline.start(1);
        deadline.allowFor(MINUTE_NS);
        assertThat(deadline.requireInTime()).isPositive();
        deadline.allowFor(1);
        assertThat(deadline.timeoutNs()).isEqualTo(10 * MINUTE_NS);
    }
}
