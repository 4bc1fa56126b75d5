package org.rfaas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
    @Test
    void shouldJoinLinesAndLeaveOutPicoclisPrefix() {
        assertThat(OneLine.of(new IllegalStateException("Error: a\n  b"))).isEqualTo("a b");
        assertThat(OneLine.of(new IllegalStateException("an Error: a"))).isEqualTo("an Error: a");
    }

    @Test
    void shouldNameAnExceptionWithoutAMessage() {
        assertThat(OneLine.of(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
    }
}
