package org.rfaas.executor.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.client.ExecutorLostException;
import org.rfaas.client.LeasedExecutor;
import org.rfaas.client.RemoteFunctionException;
import org.rfaas.client.ResourceManagerLink;
import org.rfaas.client.Slot;
import org.rfaas.client.Worker;
import org.rfaas.executor.sandbox.ProcessCores;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.executor.sandbox.SandboxException;
import org.rfaas.fabric.FabricSet;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.function.NativeLibrary;
import org.rfaas.lease.LeaseRequest;

/** From inside of a bubblewrap sandbox: what a function may not do fails for it alone, with an error at its client. */
@Timeout(300)
class SandboxIsolationIT {
    private static final long LEASE_BYTES = 1L << 28;

    @TempDir
    private static Path folder;

    private static Sandbox sandbox;
    private static Cluster cluster;
    private static FabricSet fabrics;
    private static ResourceManagerLink leases;
    private static LeasedExecutor neighbour;
    private static LeasedExecutor prisoner;

    @BeforeAll
    static void start() {
        try {
            sandbox = Sandbox.bubblewrap();
        } catch (SandboxException e) {
            Assumptions.abort("no sandbox to test: " + e.getMessage());
        }
        cluster = Cluster.in(sandbox);
        fabrics = new FabricSet(FabricSettings.DEFAULTS);
        leases = new ResourceManagerLink(fabrics, cluster.resourceManager.address(), Cluster.TIMEOUT);
        neighbour = lease();
        prisoner = lease();
    }

    @AfterAll
    static void close() {
        if (sandbox != null) {
            prisoner.close();
            neighbour.close();
            leases.close();
            fabrics.close();
            cluster.close();
            sandbox.close();
        }
    }

    @AfterEach
    void neighboursNoticeNothing() {
        assertThat(EscapeAttempts.attempt(neighbour, "find-process 1")).isEqualTo("true");
        assertThat(neighbour.ending()).isEmpty();
    }

    private static LeasedExecutor lease() {
        return LeasedExecutor.start(
                fabrics,
                leases,
                leases.lease(new LeaseRequest("job-1", 1, LEASE_BYTES, Cluster.LONG)),
                Cluster.allocation(0));
    }

    private static void assertFails(String what, String remoteType) {
        assertThatExceptionOfType(RemoteFunctionException.class)
                .isThrownBy(() -> EscapeAttempts.attempt(prisoner, what))
                .satisfies(e -> assertThat(e.remoteType()).endsWith(remoteType));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/shadow", "/etc/passwd", "/root/.bashrc"})
    void shouldNotShowAFileOfTheSystemsUsers(String file) {
        assertThatExceptionOfType(RemoteFunctionException.class)
                .isThrownBy(() -> EscapeAttempts.attempt(prisoner, "read " + file));
    }

    @Test
    void shouldNotShowAFileOfAnotherUser() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        assertFails("read " + secret, "NoSuchFileException");
    }

    @Test
    void shouldNotReachASocketOfTheHost() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertFails("connect " + server.getLocalPort(), "SocketException");
        }
    }

    @Test
    void shouldEndABombOfThreadsAtTheLimitOfTheLease() {
        assertFails("threads -", "OutOfMemoryError");
    }

    @Test
    void shouldHoldAForkBombToTheLimitOfItsLease() throws IOException {
        // what it forks waits: if all of them went on, the machine would have time for nothing else, and not for this
        // test
        NativeLibrary library = CLibrary.compile(
                folder,
                "bomb",
                "#include <unistd.h>\nunsigned bomb(void *i, unsigned n, void *o) { for (;;) if (!fork()) pause(); }");
        try (LeasedExecutor bomber = lease()) {
            Worker worker = bomber.workers().getFirst();
            Slot slot = worker.slot(0);
            slot.submit(worker.install(library.function("bomb"), Duration.ofMillis(500)), 0);
            assertThat(EscapeAttempts.attempt(neighbour, "find-process 1")).isEqualTo("true");
            assertThatExceptionOfType(ExecutorLostException.class)
                    .isThrownBy(() -> slot.await(Cluster.TIMEOUT.toNanos()))
                    .withMessageContaining("deadline of 500 ms");
        }
    }

    @Test
    void shouldKillAnExecutorThatTakesMoreThanItsLease() {
        try (LeasedExecutor greedy = lease()) {
            assertThatExceptionOfType(ExecutorLostException.class)
                    .isThrownBy(() -> EscapeAttempts.attempt(greedy, "allocate " + 4 * LEASE_BYTES))
                    .withMessageContaining("more than the 256 MiB of its lease")
                    .withMessageContaining("lease.memory-per-core");
        }
    }

    @Test
    void shouldKeepToTheCoresOfItsLeaseOnceItHasSettled() throws InterruptedException {
        Assumptions.assumeTrue(ProcessCores.allowed().size() > 1, "there is one core, to which all keep");
        String oneCore = "(?s).*Cpus_allowed_list:\\s+[0-9]+\\n.*";
        long deadlineNs = System.nanoTime() + Cluster.TIMEOUT.toNanos();
        String status = EscapeAttempts.attempt(prisoner, "read /proc/self/status");
        while (!status.matches(oneCore) && System.nanoTime() < deadlineNs) {
            TimeUnit.MILLISECONDS.sleep(50);
            status = EscapeAttempts.attempt(prisoner, "read /proc/self/status");
        }
        assertThat(status).matches(oneCore);
    }

    @Test
    void shouldNotKillItsParent() {
        assertFails("kill-parent -", "IllegalStateException");
        assertThat(EscapeAttempts.attempt(prisoner, "find-process 1")).isEqualTo("true");
    }

    @Test
    void shouldNotSeeProcessesOfTheHost() {
        long manager = ProcessHandle.current().pid();
        assertThat(EscapeAttempts.attempt(prisoner, "find-process " + manager))
                .as("%d may be a process of its own by chance only if it is small", manager)
                .isEqualTo("false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/here", "/usr/lib/here", "/etc/here", "/dev/here", "/dev/shm/here", "/proc/sys/kernel/hostname"
            })
    void shouldNotWriteOutsideOfItsTemporaryFolder(String file) {
        assertThatExceptionOfType(RemoteFunctionException.class)
                .isThrownBy(() -> EscapeAttempts.attempt(prisoner, "write " + file));
        assertThat(Path.of("/here")).doesNotExist();
    }

    @Test
    void shouldHaveATemporaryFolderOfItsOwn() {
        assertThat(EscapeAttempts.attempt(prisoner, "write /tmp/here")).isEqualTo("/tmp/here");
        assertThat(Path.of("/tmp/here")).doesNotExist();
        assertThatExceptionOfType(RemoteFunctionException.class)
                .isThrownBy(() -> EscapeAttempts.attempt(neighbour, "read /tmp/here"))
                .satisfies(e -> assertThat(e.remoteType()).endsWith("NoSuchFileException"));
    }

    @Test
    void shouldNotReadTheMemoryFilesOfAnotherExecutor() throws IOException {
        String own = EscapeAttempts.attempt(prisoner, "list /dev/shm");
        String others = EscapeAttempts.attempt(neighbour, "list /dev/shm");
        assertThat(own).startsWith("/dev/shm/rfaas-").doesNotContain(" ").isNotEqualTo(others);
        assertThat(Path.of(others)).as("the host sees it").isDirectory();
        assertFails("list " + others, "NoSuchFileException");
        try (var files = Files.list(Path.of(own))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("nothing that its client lent is left to be opened twice")
                    .noneMatch(name -> name.startsWith("guest"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ptrace, 101 0, 1",
        "unshare a user namespace, 272 268435456, 1",
        "clone a user namespace, 56 268435456, 1",
        "mount, 165 0, 1",
        "bpf, 321 0, 1",
        "perf_event_open, 298 0, 1",
        "kexec_load, 246 0, 1",
        "keyctl, 250 0, 1",
        "userfaultfd, 323 0, 1",
        "process_vm_readv, 310 1, 1",
        "io_uring_setup, 425 1, 1",
        "clone3, 435 0, 38",
        "a netlink socket, 41 16, 97",
        "an internet socket, 41 2, 97",
        "getpid by the x32 convention, 1073741863 0, 1",
    })
    void shouldRefuseSystemCallsThatNoFunctionNeeds(String what, String call, int errno) {
        Assumptions.assumeTrue(System.getProperty("os.arch").equals("amd64"), "the numbers are those of x86-64");
        assertThat(EscapeAttempts.attempt(prisoner, "system-call " + call))
                .as(what)
                .isEqualTo("errno " + errno);
    }
}
