package org.rfaas.executor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;
import org.rfaas.executor.pipe.FunctionRules;
import org.rfaas.executor.sandbox.HostAccess;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.executor.usage.UsageBox;
import org.rfaas.executor.usage.UsageStore;
import org.rfaas.fabric.FabricPlace;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.LeaseId;
import org.rfaas.wire.SlotLayout;

/** An executor that was started, on a machine that has no thread left when its lease comes. */
@Timeout(240)
class ThreadlessLaunchTest {
    static final Assign ASSIGNMENT = new Assign(
            new LeaseId(7),
            AccessToken.random(),
            "shm",
            FabricSettings.DEFAULTS,
            "",
            1,
            List.of(),
            new SlotLayout(1, SlotLayout.MIN_SLOT_BYTES),
            0,
            0,
            1,
            FunctionRules.none());

    @Test
    void shouldLeaveNothingOfIt(@TempDir Path folder) throws Exception {
        try (Sandbox none = Sandbox.none();
                UsageStore usages = UsageStore.open(folder.resolve("usage"))) {
            Process process = new ProcessBuilder("sleep", "1000").start();
            UsageBox box = usages.newBox(1);
            FabricPlace place = Fabrics.provider("shm").reservePlace().orElseThrow();
            ExecutorProcess executor = new ExecutorProcess(
                    new Unassignable(process),
                    none.confine(new HostAccess(List.of(), List.of(), true)),
                    Optional.of(place),
                    box,
                    CodeStore.none());

            assertThatExceptionOfType(OutOfMemoryError.class)
                    .isThrownBy(() -> executor.serve(ASSIGNMENT, 1 << 30, Duration.ofSeconds(60)));

            boolean isGone = process.waitFor(10, TimeUnit.SECONDS);
            executor.kill(); // if it is not
            assertThat(isGone).as("its process has ended").isTrue();
            assertThat(executor.exit().get(60, TimeUnit.SECONDS).text()).contains("killed by signal 9");
            assertThat(box.folder()).doesNotExist();
            assertThat(place.path()).doesNotExist();
        }
    }

    /** A process that cannot be told what to serve. */
    private static final class Unassignable extends DelegatingProcess {
        Unassignable(Process process) {
            super(process);
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int value) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
            };
        }
    }
}
