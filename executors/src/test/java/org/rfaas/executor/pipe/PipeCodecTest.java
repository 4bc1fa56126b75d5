package org.rfaas.executor.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;
import org.rfaas.executor.pipe.ExecutorReport.WarmedUp;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.LeaseId;
import org.rfaas.wire.SlotLayout;

class PipeCodecTest {
    @Test
    void shouldHandAnExecutorTheSettingsOfItsManager() throws IOException {
        FabricSettings settings = new FabricSettings(
                new FabricSettings.Tcp("eth1", Duration.ofMillis(70), Duration.ofMillis(300), 65536),
                new FabricSettings.Verbs("192.0.2.7"));
        Assign sent = new Assign(
                new LeaseId(5),
                AccessToken.random(),
                "tcp",
                settings,
                "192.0.2.7:0",
                2,
                List.of(5, 300),
                new SlotLayout(4, 4096),
                1 << 20,
                1000,
                5_000_000,
                FunctionRules.none());
        ByteArrayOutputStream pipe = new ByteArrayOutputStream();

        PipeCodec.write(new DataOutputStream(pipe), sent);

        assertThat(PipeCodec.readCommand(new DataInputStream(new ByteArrayInputStream(pipe.toByteArray()))))
                .isEqualTo(sent);
    }

    @Test
    void shouldTellAManagerWhereItsExecutorListensOrThatItDoesNot() throws IOException {
        for (WarmedUp sent : List.of(
                new WarmedUp(Optional.empty()), new WarmedUp(Optional.of(new FabricAddress("shm", "/dev/shm/x"))))) {
            ByteArrayOutputStream pipe = new ByteArrayOutputStream();

            PipeCodec.write(new DataOutputStream(pipe), sent);

            assertThat(PipeCodec.readReport(new DataInputStream(new ByteArrayInputStream(pipe.toByteArray()))))
                    .isEqualTo(sent);
        }
    }
}
