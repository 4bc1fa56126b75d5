package org.rfaas.executor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.executor.sandbox.HostAccess;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.executor.usage.UsageStore;
import org.rfaas.function.FunctionKey;
import org.rfaas.lease.EndReason;

/** An executor that asks for more than its pipe holds, and then reads nothing. */
@Timeout(240)
class DeafExecutorTest {
    private static final String ASKS_FOR_CODE = "printf '\\007'; head -c 32 /dev/zero; exec sleep 1000";

    private final CountDownLatch asked = new CountDownLatch(1);

    /** More than any pipe holds. */
    private final CodeStore plenty = new CodeStore() {
        @Override
        public Optional<byte[]> find(FunctionKey key) {
            asked.countDown();
            return Optional.of(new byte[4 << 20]);
        }

        @Override
        public void keep(FunctionKey key, byte[] code) {}
    };

    @Test
    void shouldNotKeepItsManagerFromEndingIt(@TempDir Path folder) throws Exception {
        try (Sandbox none = Sandbox.none();
                UsageStore usages = UsageStore.open(folder.resolve("usage"))) {
            ExecutorProcess executor = new ExecutorProcess(
                    new ProcessBuilder("sh", "-c", ASKS_FOR_CODE).start(),
                    none.confine(new HostAccess(List.of(), List.of(), true)),
                    Optional.empty(),
                    usages.newBox(1),
                    plenty);
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
            TimeUnit.MILLISECONDS.sleep(300); // by now its answer fills the pipe

            Thread ending = Thread.ofPlatform().daemon().start(() -> executor.end(EndReason.EXPIRED, Duration.ZERO));
            boolean isEnded = ending.join(Duration.ofSeconds(30));
            executor.kill();

            assertThat(isEnded).as("told to end, without waiting for it").isTrue();
            assertThat(executor.exit().get(60, TimeUnit.SECONDS).text()).contains("killed by signal 9");
        }
    }
}
