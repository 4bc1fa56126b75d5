package org.rfaas.executor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What an executor prints that means no good. */
class HostileOutputTest {
    private final LogTail log = new LogTail();

    private void print(String text) {
        log.follow(() -> "test", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldPassOnNoControlCharacters() {
        print("one\u001b[2Jtwo\n");
        assertThat(log.text()).isEqualTo("; its last words: one [2Jtwo");
    }

    @Test
    void shouldLogNoMoreThanSoMuchAndKeepTheLastWords() {
        String line = "x".repeat(8000) + "\n";
        print(line.repeat(20));
        assertThat(log.isSilent()).isFalse();
        print(line.repeat((int) (LogTail.LOGGED_CHARS / line.length())));
        assertThat(log.isSilent()).isTrue();
        print("the end\n");
        assertThat(log.text()).endsWith(" | the end");
    }
}
