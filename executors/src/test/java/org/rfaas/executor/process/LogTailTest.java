package org.rfaas.executor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class LogTailTest {
    private final LogTail log = new LogTail();

    private void follow(InputStream stream) {
        log.follow(() -> "test", stream);
    }

    @Test
    void shouldKeepTheLastLinesHoweverTheyEnd() {
        follow(new ByteArrayInputStream("one\ntwo\r\n\nthree".getBytes(StandardCharsets.UTF_8)));
        assertThat(log.text()).isEqualTo("; its last words: one | two | three");
    }

    @Test
    void shouldNotWaitForTheEndOfALineThatHasNone() throws Exception {
        try (PipedOutputStream function = new PipedOutputStream();
                PipedInputStream stream = new PipedInputStream(function, 1 << 16)) {
            Thread reader = Thread.ofPlatform().daemon().start(() -> follow(stream));
            function.write("x".repeat(2 * 8192).getBytes(StandardCharsets.UTF_8));
            function.flush();
            while (!log.text().contains(" | ")) { // two lines of as much as is kept of one
                assertThat(reader.isAlive()).isTrue();
                Thread.sleep(Duration.ofMillis(10));
            }
        }
        assertThat(log.text()).hasSizeBetween(400, 450);
    }
}
