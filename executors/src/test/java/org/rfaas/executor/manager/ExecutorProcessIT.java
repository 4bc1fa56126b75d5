package org.rfaas.executor.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.client.ExecutorConnection;
import org.rfaas.client.ExecutorEndpoint;
import org.rfaas.client.ExecutorManagerClient;
import org.rfaas.client.InstalledFunction;
import org.rfaas.client.InvocationException;
import org.rfaas.client.LeaseRefusedException;
import org.rfaas.client.RequestRefusedException;
import org.rfaas.client.ResidentBuffer;
import org.rfaas.client.Worker;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;
import org.rfaas.executor.pipe.FunctionRules;
import org.rfaas.executor.process.AotCache;
import org.rfaas.executor.process.ExecutorUsage;
import org.rfaas.executor.process.ProcessLauncher;
import org.rfaas.executor.process.StillbornExecutors;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.executor.usage.UsageStore;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.function.FunctionBundle;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.SignedCertificate;

/** Real executor processes, in the sandbox that this machine allows. */
@Timeout(300)
class ExecutorProcessIT {
    private final Sandbox sandbox = Sandbox.bubblewrapIfPossible();
    private final Cluster cluster = Cluster.in(sandbox);
    private final RecordingListener heard = new RecordingListener();
    private final ExecutorManagerClient client = cluster.connect(heard);

    @AfterEach
    void close() {
        client.close();
        cluster.close();
        sandbox.close();
        assertThat(children()).as("executors left behind").isEmpty();
    }

    @Test
    void shouldInvokeAFunctionInALeasedExecutorAndFreeItsCores() {
        SignedCertificate certificate = cluster.lease(2, Cluster.MINUTE);
        try (ExecutorConnection executor = connect(certificate)) {
            assertThat(executor.workers()).hasSize(2);
            for (Worker worker : executor.workers()) {
                assertThat(reverse(worker, "abc")).isEqualTo("cba");
            }
        }
        assertThat(heard.next()).isEqualTo("ended RELEASED");
        cluster.awaitFreeCores(4);
    }

    @Test
    void shouldHoldNoMoreDataThanTheLeaseHasMemoryFor() {
        long mib = 1L << 20;
        try (ExecutorConnection executor = connect(cluster.lease(2, Cluster.MINUTE))) {
            Worker first = executor.workers().getFirst();
            Worker second = executor.workers().getLast();
            ResidentBuffer most = first.allocate(100 * mib);
            assertThatExceptionOfType(RequestRefusedException.class)
                    .as("workers share it")
                    .isThrownBy(() -> second.allocate(28 * mib))
                    .withMessageContaining("128 MiB")
                    .withMessageContaining("lease.memory-per-core");
            assertThatExceptionOfType(RequestRefusedException.class).isThrownBy(() -> second.allocate(-1));
            assertThatExceptionOfType(RequestRefusedException.class).isThrownBy(() -> second.allocate(Long.MAX_VALUE));
            most.close();
            assertThat(second.allocate(120 * mib).bytes()).isEqualTo(120 * mib);
            assertThat(reverse(second, "a bundle still fits")).isEqualTo("stif llits eldnub a");
        }
    }

    @Test
    void shouldNoticeAKilledExecutor() {
        try (ExecutorConnection executor = connect(cluster.lease(1, Cluster.MINUTE))) {
            Worker worker = executor.workers().getFirst();
            assertThat(reverse(worker, "abc")).isEqualTo("cba");
            children().forEach(ProcessHandle::destroyForcibly);
            assertThat(heard.next()).startsWith("ended LOST killed by signal 9");
            cluster.awaitFreeCores(4);
            assertThatExceptionOfType(InvocationException.class).isThrownBy(() -> reverse(worker, "abc"));
        }
    }

    @Test
    void shouldEndAnExecutorAtExpiry() {
        try (ExecutorConnection executor = connect(cluster.lease(1, Cluster.MINUTE))) {
            Worker worker = executor.workers().getFirst();
            assertThat(reverse(worker, "abc")).isEqualTo("cba");
            cluster.clock.advance(Cluster.MINUTE);
            assertThat(heard.next()).isEqualTo("ending EXPIRED");
            assertThat(heard.next()).startsWith("ended EXPIRED");
            assertThatExceptionOfType(InvocationException.class).isThrownBy(() -> reverse(worker, "abc"));
        }
        cluster.awaitFreeCores(4);
    }

    @Test
    void shouldEndAnExecutorOnRelease() {
        SignedCertificate certificate = cluster.lease(1, Cluster.MINUTE);
        try (ExecutorConnection executor = connect(certificate)) {
            assertThat(reverse(executor.workers().getFirst(), "abc")).isEqualTo("cba");
            client.release(certificate.lease(), Cluster.TIMEOUT);
            assertThat(children()).isEmpty();
        }
        cluster.awaitFreeCores(4);
    }

    @Test
    void shouldEndAnExecutorWhoseClientLeft() {
        ExecutorManagerClient fickle = cluster.connect(new RecordingListener());
        fickle.allocate(cluster.lease(1, Cluster.MINUTE), Cluster.allocation(0));
        fickle.close();
        cluster.awaitFreeCores(4);
    }

    @Test
    void shouldEndAnExecutorWhoseClientDoesNotConnect(@TempDir Path folder) throws Exception {
        Assign assignment = new Assign(
                new LeaseId(7),
                AccessToken.random(),
                "shm",
                FabricSettings.DEFAULTS,
                "",
                1,
                List.of(),
                Cluster.LAYOUT,
                1 << 20,
                0,
                Duration.ofMillis(200).toNanos(),
                FunctionRules.none());
        try (UsageStore usages = UsageStore.open(folder.resolve("usage"));
                ProcessLauncher launcher =
                        new ProcessLauncher(sandbox, AotCache.none(), Optional.empty(), new ExecutorUsage(usages, 1))) {
            RunningExecutor executor = launcher.launch(assignment, 1 << 28, Cluster.TIMEOUT);

            ExecutorExit exit = executor.exit().get(60, TimeUnit.SECONDS);

            assertThat(exit.reason()).isEqualTo(EndReason.LOST);
            assertThat(exit.text())
                    .contains("did not connect to every worker within 200 ms")
                    .contains("control.timeout");
        }
    }

    @Test
    void shouldSayWhatAnExecutorThatCannotStartSaid() {
        try (Cluster other = new Cluster(new StillbornExecutors("echo no room for this JVM >&2; exit 3"));
                ExecutorManagerClient otherClient = other.connect(heard)) {
            assertThatExceptionOfType(LeaseRefusedException.class)
                    .isThrownBy(() -> otherClient.allocate(other.lease(1, Cluster.MINUTE), Cluster.allocation(0)))
                    .withMessageContaining("exit(3)")
                    .withMessageContaining("no room for this JVM");
            other.awaitFreeCores(4);
        }
    }

    private ExecutorConnection connect(SignedCertificate certificate) {
        ExecutorEndpoint endpoint = client.allocate(certificate, Cluster.allocation(0));
        return ExecutorConnection.connect(cluster.fabric, endpoint, Cluster.TIMEOUT);
    }

    private static String reverse(Worker worker, String text) {
        InstalledFunction function = worker.install(FunctionBundle.of(Reverse.class));
        byte[] output = new byte[text.length()];
        worker.invoke(
                function,
                MemorySegment.ofArray(text.getBytes(StandardCharsets.US_ASCII)),
                MemorySegment.ofArray(output),
                Cluster.TIMEOUT);
        return new String(output, StandardCharsets.US_ASCII);
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
    }
}
