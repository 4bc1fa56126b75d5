package org.rfaas.executor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.executor.sandbox.Confinement;
import org.rfaas.executor.sandbox.HostAccess;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.executor.usage.UsageStore;

/** A JVM that dies says why on its standard output, which is the pipe for reports. */
@Timeout(240)
class CrashOnThePipeTest {
    @Test
    void shouldTellOfACrashByWhatTheJvmSaidWhereReportsWereExpected(@TempDir Path folder) throws Exception {
        String text = dying(folder, """
                cat <<'END'
                #
                # A fatal error has been detected by the Java Runtime Environment:
                #
                #  SIGSEGV (0xb) at pc=0x00007fe272763700, pid=13465, tid=13480
                #
                # Problematic frame:
                # V  [libjvm.so+0x563700]  ciMethodData::load_data()+0x25f
                END
                exit 1
                """);

        assertThat(text).isEqualTo("killed by signal 11 (SIGSEGV) in ciMethodData::load_data()+0x25f");
    }

    private static String dying(Path folder, String script) throws Exception {
        try (Sandbox none = Sandbox.none();
                UsageStore usages = UsageStore.open(folder)) {
            Confinement confinement = none.confine(new HostAccess(List.of(), List.of(), true));
            ExecutorProcess executor = new ExecutorProcess(
                    start(script), confinement, Optional.empty(), usages.newBox(1), CodeStore.none());
            return executor.exit().get(60, TimeUnit.SECONDS).text();
        }
    }

    private static Process start(String script) throws IOException {
        return new ProcessBuilder("sh", "-c", script).start();
    }
}
